// rk completion.

using System;
using System.Collections.Generic;
using System.CommandLine;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Prints the script with which a shell completes rk's verbs, options, targets and boards.</summary>
internal static class CompletionVerb
{
    // Each script passes rk the line after its name, and the cursor's position in it. rk answers with one word a line.
    private static readonly Dictionary<string, string> s_scripts = new()
    {
        ["bash"] = """
            # rk completion bash: eval "$(rk completion bash)" in ~/.bashrc.
            _rk() {
                local rest=${COMP_LINE#"${COMP_LINE%% *}" }
                local position=$((COMP_POINT - ${#COMP_LINE} + ${#rest}))
                local word
                COMPREPLY=()
                # Not compgen -W, which would run what a name in a rig.yaml says.
                while read -r word; do
                    [[ $word != "${COMP_WORDS[COMP_CWORD]}"* ]] || COMPREPLY+=("$word")
                done < <("${COMP_WORDS[0]}" "[suggest:$position]" "$rest" 2> /dev/null)
            }
            complete -o default -F _rk rk ./rk
            """,
        ["zsh"] = """
            # rk completion zsh: eval "$(rk completion zsh)" in ~/.zshrc, behind compinit.
            _rk() {
                local rest=${BUFFER#* }
                local -a found=(${(f)"$(${words[1]} "[suggest:$((CURSOR - ${#BUFFER} + ${#rest}))]" "$rest" 2> /dev/null)"})
                compadd -a found || _files
            }
            compdef _rk rk ./rk
            """,
        ["fish"] = """
            # rk completion fish: rk completion fish | source in ~/.config/fish/config.fish.
            function __rk_complete
                set -l rest (string replace -r '^\S+ ?' '' -- (commandline -cp))
                set -l program (string split -m 1 ' ' -- (commandline -cp))[1]
                $program "[suggest:"(string length -- "$rest")"]" "$rest" 2> /dev/null
            end
            complete -c rk -a '(__rk_complete)'
            """,
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = string.Join(", ", s_scripts.Keys) };
        shell.AcceptOnlyFromAmong([.. s_scripts.Keys]);
        Command command = new(
            "completion",
            "Print the completion of a shell: verbs, options, targets, boards. In ~/.bashrc: eval \"$(rk completion bash)\".")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            Console.WriteLine(s_scripts[parsed.GetValue(shell)!]);
            return ExitStatus.Pass;
        });
        return command;
    }
}
