// rk bringup.

using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net;
using RustKernel.Flash.Netboot;
using RustKernel.Hil.Cli.Bringup;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Guides the user through the first start of a real board and keeps its output as fixtures.</summary>
internal sealed class BringupVerb
{
    private const int Baud = 115200;
    private readonly Argument<string> _board = new("BOARD") { Description = "the board; so far rpi4" };
    private readonly Option<string?> _serial = new("--serial")
    {
        Description = "the adapter's port, as in /dev/ttyUSB0; asked for otherwise",
        HelpName = "TTY"
    };
    private readonly Option<string?> _address = new("--address")
    {
        Description = "this machine's address on the board's network; asked for otherwise, \"-\" for none (card only)",
        HelpName = "A"
    };
    private readonly Option<string?> _output = new("--output")
    {
        Description = "folder for the recordings (default: artifacts/bringup/BOARD)",
        HelpName = "FOLDER"
    };
    private readonly Option<int> _seconds = new("--seconds")
    {
        Description = "how long to listen to one start",
        HelpName = "N",
        DefaultValueFactory = _ => 90
    };
    private readonly Option<string?> _expect = ExpectOption.Create();
    private readonly Option<bool> _fillIn = new("--fill-in")
    {
        Description = "write the results into the board's README without asking"
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        BringupVerb verb = new();
        Command command = new(
            "bringup",
            "Lead through the first start of a real board: wiring, EEPROM, recordings, the README's open questions.");
        command.Arguments.Add(verb._board);
        command.AddOptions(verb._serial, verb._address, verb._output, verb._seconds, verb._fillIn, verb._expect);

        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        BoardDefinition board = BoardCatalog.Load(Repository.Root).Board(parsed.GetValue(_board)!);
        string steps = Path.Combine(board.Folder, "bringup.yaml");
        if (!File.Exists(steps))
        {
            throw new ConfigurationException($"board {board.Name} has no bringup.yaml: nothing to lead through");
        }

        BringupPlan plan = BringupPlan.Load(steps);
        string folder = parsed.GetValue(_output) ?? Repository.Work("bringup", board.Name);
        Directory.CreateDirectory(folder);
        using StreamWriter journal = new(Path.Combine(folder, "journal.txt")) { AutoFlush = true };
        BringupDialogue dialogue = new(Console.In, Console.Out, journal);
        dialogue.Say($"Bring-up of {board.Title}. Everything is kept in {Repository.Show(folder)}; Ctrl-D stops.");
        try
        {
            foreach (BringupStep step in plan.Steps)
            {
                dialogue.Walk(step);
            }

            BringupRecording recording = Record(parsed, dialogue, board, folder);
            BringupFinding[] findings = [.. plan.Findings.Select(question => question.Judge(recording))];
            dialogue.Say("");
            foreach (BringupFinding finding in findings)
            {
                dialogue.Say(finding.ToString());
            }

            if (recording.Verdict.Kind != VerdictKind.Pass)
            {
                dialogue.Say($"{recording.Verdict.Word}: {recording.Verdict.Reason}");
            }

            string readme = Path.Combine(board.Folder, "README.md");
            if (parsed.GetValue(_fillIn) || dialogue.Ask($"Write these answers into {Repository.Show(readme)} (yes/no)?") == "yes")
            {
                dialogue.Say($"{BringupReadme.FillIn(readme, findings, recording.Day)} entries of {Repository.Show(readme)} were filled "
                    + $"in; read them, then commit them with the recordings");
            }

            return recording.Verdict.Kind != VerdictKind.Pass ? recording.Verdict.ExitCode
                : findings.Any(finding => finding.IsAnswered) ? ExitStatus.Pass
                : ExitStatus.Infrastructure;
        }
        catch (EndOfStreamException)
        {
            dialogue.Say("stopped; what was recorded so far stays");
            return ExitStatus.Usage;
        }
    }

    private BringupRecording Record(ParseResult parsed, BringupDialogue dialogue, BoardDefinition board, string folder)
    {
        string port = parsed.GetValue(_serial) ?? dialogue.Ask("Which port is the serial adapter (as in /dev/ttyUSB0)?");
        string address = parsed.GetValue(_address)
            ?? dialogue.Ask("This machine's address on the board's cable (as in 192.168.7.1; \"-\": the board starts from a card)?");
        using ISerialConnection line = new TerminalTransport("tty", port, Baud).Connect(System.Threading.CancellationToken.None);
        using BringupNetwork? network = address == "-" ? null : new BringupNetwork(Port(address), board, folder);
        dialogue.Say("Listening. Switch the board off, then on. (The power must be off first: a reset is not a start.)");
        BringupRecorder recorder = new(line, TimeSpan.FromSeconds(parsed.GetValue(_seconds)), ExpectOption.Of(parsed, _expect));
        string text = recorder.Record(Path.Combine(folder, "uart.log"));
        dialogue.Say($"{text.Length} bytes from the serial "
            + $"line{(network is null ? "" : $", {network.Requests.Count} requests from the network")}; recorded in "
                + $"{Repository.Show(folder)}");
        return new BringupRecording(
            text,
            network is null ? [] : [.. network.Requests],
            network?.Discovers ?? "",
            DateTime.Now,
            recorder.Verdict);
    }

    private static NetworkPort Port(string text)
        => IPAddress.TryParse(text, out IPAddress? address) && NetworkPort.Of(address) is { } port
            ? port
            : throw new ConfigurationException($"no interface of this machine has the address {text}");
}
