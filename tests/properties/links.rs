//! Hyperlinks: after any frames a terminal links exactly the cells of the last frame's address.

use linchpin::app::source::Hyperlink;
use linchpin::terminal::screen::{Screen, text};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

const WIDTH: usize = 24;
const HEIGHT: usize = 4;
const ADDRESSES: [&str; 2] = ["https://example.org/a;b", "https://example.com/"];

/// A terminal with hyperlinks: what it shows, and where each cell leads.
struct Linked {
    cells: Vec<Vec<(char, String)>>,
    row: usize,
    column: usize,
    link: String,
}

impl Linked {
    fn new() -> Self {
        let cells = vec![vec![(' ', String::new()); WIDTH]; HEIGHT];
        Self { cells, row: 0, column: 0, link: String::new() }
    }

    /// Blanks cells. In some terminals, what is erased while a link is open belongs to the link.
    fn erase(&mut self, row: usize, columns: std::ops::Range<usize>) {
        for column in columns.start..columns.end.min(WIDTH) {
            self.cells[row][column] = (' ', self.link.clone());
        }
    }
}

impl vte::Perform for Linked {
    fn print(&mut self, c: char) {
        self.cells[self.row][self.column] = (c, self.link.clone());
        self.column = (self.column + 1).min(WIDTH - 1);
    }

    fn execute(&mut self, byte: u8) {
        assert_eq!(byte, b'\n');
        self.row += 1;
    }

    fn csi_dispatch(&mut self, parameters: &vte::Params, _: &[u8], _: bool, last: char) {
        let numbers: Vec<usize> = parameters.iter().map(|parameter| parameter[0].into()).collect();
        let number = numbers.first().copied().unwrap_or_default().max(1);
        match last {
            'H' => (self.row, self.column) = (number - 1, numbers[1] - 1),
            'G' => self.column = number - 1,
            'C' => self.column += number,
            'X' => self.erase(self.row, self.column..self.column + number),
            'K' => self.erase(self.row, self.column..WIDTH),
            'J' => (0..HEIGHT).for_each(|row| self.erase(row, 0..WIDTH)),
            other => assert!(matches!(other, 'm' | 'h' | 'l'), "CSI {other}"),
        }
    }

    fn osc_dispatch(&mut self, parameters: &[&[u8]], _: bool) {
        assert_eq!(parameters[0], b"8");
        self.link = String::from_utf8(parameters[2..].join(&b';')).unwrap();
    }
}

/// A piece of text: where, what, in which style, and whether it is the address.
type StyledPiece = (u16, u16, String, bool, bool);

fn pieces() -> impl Strategy<Value = Vec<StyledPiece>> {
    prop::collection::vec((0_u16..24, 0_u16..4, "[a-c]{1,14}", any::<bool>(), any::<bool>()), 0..7)
}

proptest! {
    #[test]
    fn a_terminal_links_the_cells_of_the_last_address_and_no_others(
        frames in prop::collection::vec((pieces(), 0_usize..2, any::<bool>()), 1..7)
    ) {
        let mut screen = Terminal::new(Screen::new((24, 4)).synchronized(true).with_hyperlinks()).unwrap();
        let (mut parser, mut terminal) = (vte::Parser::new(), Linked::new());
        let last = frames.len() - 1;
        for (at, (pieces, address, limited)) in frames.into_iter().enumerate() {
            let place = |(x, y, text, ..): &StyledPiece| {
                let width = u16::try_from(text.len()).unwrap();
                Rect::new(*x, *y, width, 1).intersection(Rect::new(0, 0, 24, 4))
            };
            // The first row never has a part of the address, and limited frames send it alone.
            let linked = pieces.iter().filter(|piece| piece.3 && piece.1 > 0);
            let areas: Vec<Rect> = linked.map(place).collect();
            let link = Hyperlink { address: ADDRESSES[address].to_owned(), areas };
            let limited = limited && at < last;
            screen.backend_mut().begin((24, 4), limited.then(|| vec![Rect::new(0, 0, 24, 1)]));
            screen.backend_mut().link(Some(link.clone()).filter(|link| !link.areas.is_empty()));
            screen.draw(|frame| {
                for (x, y, text, _, underlined) in &pieces {
                    let style = Style::new().add_modifier(if *underlined { Modifier::UNDERLINED } else { Modifier::BOLD });
                    frame.buffer_mut().set_stringn(*x, *y, text, usize::from(24 - *x), style);
                }
            }).unwrap();
            parser.advance(&mut terminal, screen.backend_mut().take().as_bytes());
            if at < last {
                continue;
            }
            let wanted = text(screen.backend().cells());
            for (y, (row, line)) in terminal.cells.iter().zip(wanted.lines()).enumerate() {
                let shown: String = row.iter().map(|(c, _)| *c).collect();
                prop_assert_eq!(shown.trim_end(), line);
                for (x, (_, leads)) in row.iter().enumerate() {
                    let (column, row) = (u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
                    let is_linked = link.areas.iter().any(|area| area.contains((column, row).into()));
                    prop_assert_eq!(leads, if is_linked { ADDRESSES[address] } else { "" }, "row {} column {}", y, x);
                }
            }
            prop_assert_eq!(&terminal.link, "", "no link stays open");
        }
    }
}

#[test]
fn an_address_that_could_act_on_a_terminal_is_no_link_and_a_terminal_without_links_gets_none() {
    let sent = |screen: Screen, address: &str| {
        let mut terminal = Terminal::new(screen).unwrap();
        let areas = vec![Rect::new(0, 0, 4, 1)];
        terminal.backend_mut().begin((24, 4), None);
        terminal.backend_mut().link(Some(Hyperlink { address: address.to_owned(), areas }));
        terminal.draw(|frame| frame.buffer_mut().set_string(0, 0, "link", Style::new())).unwrap();
        terminal.backend_mut().take()
    };
    let linking = || Screen::new((24, 4)).synchronized(true).with_hyperlinks();
    let good = sent(linking(), ADDRESSES[0]);
    assert!(good.contains("\x1b]8;;https://example.org/a;b\x1b\\\x1b[1;1Hlink\x1b]8;;\x1b\\"), "{good:?}");
    assert!(!sent(Screen::new((24, 4)).synchronized(true), ADDRESSES[0]).contains("\x1b]"));
    for bad in [
        "https://example.org/\x1b\\\x1b[2J",
        "https://example.org/\x07",
        "https://example.org/\u{9c}",
        "https://example.org/현대화",
        "https://example.org/\u{202E}",
        "https://example.org/ x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "",
    ] {
        assert!(!sent(linking(), bad).contains("\x1b]"), "{bad:?}");
    }
}
