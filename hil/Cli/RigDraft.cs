// A first rig.yaml, with comments.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.Hil.Drivers.Scan;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Cli;

/// <summary>Asks what cannot be found out and writes the file. Every question has a default, which an empty answer takes.</summary>
internal sealed class RigDraft
{
    private readonly LabScan _scan;
    private readonly Func<string, string, string> _ask;
    private readonly StringBuilder _text = new();

    /// <summary>
    /// A draft about what <paramref name="scan"/> finds; <paramref name="ask"/> takes question and
    /// default and returns the answer.
    /// </summary>
    public RigDraft(LabScan scan, Func<string, string, string> ask)
    {
        _scan = scan;
        _ask = ask;
    }

    /// <summary>Asks, and returns the file's text.</summary>
    public string Write(IReadOnlyList<string> boards)
    {
        string board = _ask($"which board ({string.Join(", ", boards)})", boards.Contains("rpi4") ? "rpi4" : boards[0]);
        string name = _ask("what do you call it", board.Length > 4 ? "board1" : "pi4-1");
        Line("# yaml-language-server: $schema=docs/rig.schema.json");
        Line("# Boards that rk can drive, beside the built-in targets. docs/RIG.md explains every key; rk targets checks the file.");
        Line("targets:");
        Line($"  - name: {name}");
        Line($"    board: {board} # rk boards lists them");
        Line("    driver: lab");
        WriteConsole();
        WritePower();
        WriteMedia();
        Line("    # strategy: {retries: 1, suites: serial, leave: off}");
        Line("    # deadlines: {first_byte: 20, silence: 30, total: 180} # seconds");
        return _text.ToString();
    }

    private void WriteConsole()
    {
        IReadOnlyList<FoundDevice> ports = _scan.SerialPorts();
        Found("serial ports", ports);
        string device = Choose("which serial port", ports, "/dev/ttyUSB0");
        string baud = _ask("at which baud rate", "115200");
        Line("    console:");
        Line("      driver: tty");
        Line($"      device: {Quote(device)}");
        Line($"      baud: {baud}");
        Others(DriverSchemas.Consoles, "tty");
    }

    private void WritePower()
    {
        IReadOnlyList<FoundDevice> chips = _scan.GpioChips();
        IReadOnlyList<FoundDevice> hubs = _scan.UsbHubs();
        Found("GPIO chips", chips);
        Found("USB hubs", hubs);
        string driver = _ask($"how is power switched ({string.Join(", ", DriverSchemas.Powers.Select(power => power.Name))})", "manual");
        DriverSchema? schema = DriverSchemas.Powers.FirstOrDefault(power => power.Name == driver);
        Line("    power:");
        Line($"      driver: {driver}");
        foreach (DriverKey key in schema?.Keys.Where(key => key.IsRequired) ?? [])
        {
            string proposal = (driver, key.Name) switch
            {
                ("gpio", "chip") => chips.Count > 0 ? chips[0].Name : "/dev/gpiochip0",
                ("uhubctl", "location") => hubs.Count > 0 ? hubs[0].Name : "1-1",
                _ => key.Kind == KeyKind.Integer ? "1" : "",
            };
            string answer = _ask($"power: {key.Name} ({key.Help})", proposal);
            Line(key.Kind == KeyKind.Texts
                ? $"      {key.Name}: [{string.Join(", ", answer.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Quote))}]"
                : $"      {key.Name}: {(key.Kind == KeyKind.Text ? Quote(answer) : answer)}");
        }

        Others(DriverSchemas.Powers, driver);
    }

    private void WriteMedia()
    {
        IReadOnlyList<FoundDevice> interfaces = _scan.Interfaces();
        Found("network interfaces", interfaces);
        string address = _ask(
            "the address of this machine on the board's network, for booting over the network; - to boot what is on its card",
            "-");
        Line("    media:");
        if (address == "-")
        {
            Line("      driver: none # the card that is in the board");
            Others(DriverSchemas.Media, "none");
            return;
        }

        Line("      driver: netboot");
        Line($"      address: {address}");
        Others(DriverSchemas.Media, "netboot");
    }

    private string Choose(string question, IReadOnlyList<FoundDevice> found, string otherwise)
    {
        string answer = _ask(
            question + (found.Count > 1 ? $", 1 to {found.Count}, or its path" : ""),
            found.Count > 0 ? found[0].Name : otherwise);
        return int.TryParse(answer, out int number) && number >= 1 && number <= found.Count ? found[number - 1].Name : answer;
    }

    private void Found(string what, IReadOnlyList<FoundDevice> devices)
    {
        Line($"    # {what} of this machine: {(devices.Count == 0 ? "none found" : "")}".TrimEnd());
        foreach (FoundDevice device in devices)
        {
            Line($"    #   {device.Name}  {device.What}");
        }
    }

    private void Others(IReadOnlyList<DriverSchema> drivers, string chosen)
    {
        Line($"      # or driver: {string.Join(", ", drivers.Where(driver => driver.Name != chosen).Select(driver => driver.Name))}");
    }

    private static string Quote(string text) =>
        text.Length > 0
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '_' or '-')
            && !text.StartsWith('-')
            ? text
            : "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private void Line(string text) => _text.Append(text).Append('\n');
}
