//! Whether the terminal has hyperlinks (OSC 8).
//!
//! Invariant: the answer comes only from the environment; a terminal that is not known to have them is sent none.

/// Whether the terminal that `variable` describes has hyperlinks.
pub fn are_known(variable: impl Fn(&str) -> Option<String>) -> bool {
    let value = |name: &str| variable(name).unwrap_or_default();
    let (term, program) = (value("TERM"), value("TERM_PROGRAM"));
    let is_within = ["TMUX", "STY"].into_iter().any(|name| !value(name).is_empty());
    if is_within || ["tmux", "screen"].into_iter().any(|name| term.starts_with(name)) {
        // The terminal around it has left its own variables.
        return program == "tmux"
            && value("STY").is_empty()
            && version(&value("TERM_PROGRAM_VERSION")) >= (3, 4);
    }
    let number = |name: &str| value(name).parse::<u32>().unwrap_or_default();
    let programs = ["iTerm.app", "WezTerm", "vscode", "ghostty", "mintty", "rio"];
    let terms = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "rio"];
    match &*term {
        "" | "dumb" | "linux" => false,
        term => {
            programs.contains(&&*program)
                || terms.into_iter().any(|name| term.starts_with(name))
                || number("VTE_VERSION") > 5000
                || number("KONSOLE_VERSION") >= 201_200
                || ["KITTY_WINDOW_ID", "WT_SESSION"].into_iter().any(|name| !value(name).is_empty())
        }
    }
}

/// The first two numbers of a version such as `3.4`, `3.3a` or `next-3.5`.
fn version(text: &str) -> (u32, u32) {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok());
    (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_terminals_that_are_known_for_it_have_hyperlinks() {
        for (environment, wanted) in [
            ("TERM=xterm-256color", false),
            ("", false),
            ("TERM=linux", false),
            ("TERM=dumb VTE_VERSION=7600", false),
            ("TERM=xterm-256color VTE_VERSION=7600", true),
            ("TERM=xterm-256color VTE_VERSION=4800", false),
            ("TERM=xterm-256color VTE_VERSION=5000", false),
            ("TERM=xterm-256color KONSOLE_VERSION=220401", true),
            ("TERM=xterm-256color KONSOLE_VERSION=200400", false),
            ("TERM=xterm-256color TERM_PROGRAM=iTerm.app", true),
            ("TERM=xterm-256color TERM_PROGRAM=Apple_Terminal", false),
            ("TERM=xterm-256color TERM_PROGRAM=vscode", true),
            ("TERM=xterm-256color WT_SESSION=1", true),
            ("TERM=xterm-kitty", true),
            ("TERM=alacritty-direct", true),
            ("TERM=foot", true),
            // tmux, with what the terminal around it has left.
            (
                "TERM=tmux-256color TMUX=/tmp/x,1,0 TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.4 VTE_VERSION=7600",
                true,
            ),
            (
                "TERM=screen-256color TMUX=/tmp/x,1,0 TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.3a VTE_VERSION=7600",
                false,
            ),
            ("TERM=tmux-256color TMUX=/tmp/x,1,0 TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=next-3.5", true),
            ("TERM=tmux-256color TMUX=/tmp/x,1,0 TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=4.0", true),
            ("TERM=xterm-256color TMUX=/tmp/x,1,0 TERM_PROGRAM=iTerm.app", false),
            ("TERM=tmux-256color", false),
            ("TERM=screen.xterm-256color STY=1.pts VTE_VERSION=7600", false),
            ("TERM=screen STY=1.pts TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.4", false),
            ("TERM=xterm-kitty STY=1.pts", false),
        ] {
            let set: Vec<(&str, &str)> =
                environment.split(' ').filter_map(|pair| pair.split_once('=')).collect();
            let variable =
                |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(are_known(variable), wanted, "{environment}");
        }
    }
}
