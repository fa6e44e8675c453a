// All kinds of faults, and the faults of this board.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Hil.VirtualRpi4.Faults;

/// <summary>The faults of one board.</summary>
public sealed class FaultList
{
    private readonly Dictionary<string, Fault> _asked = [];

    /// <summary>A board with the faults of <paramref name="words"/>, each NAME or NAME=ARGUMENT.</summary>
    /// <exception cref="FormatException">No fault is called so.</exception>
    public FaultList(IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            string[] parts = word.Split('=', 2);
            FaultKind kind = All.FirstOrDefault(known => known.Name == parts[0])
                ?? throw new FormatException(
                    $"no fault is called {parts[0]}; there are: {string.Join(", ", All.Select(known => known.Name))}");
            _asked[kind.Name] = new Fault(kind.Name, parts.Length > 1 ? parts[1] : kind.Default);
        }
    }

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new("no-power", "", "the relay switches, the board stays dark"),
        new("relay-dead", "", "the relay answers every request with an error"),
        new("relay-mute", "", "the relay answers nothing"),
        new("power-drop", "700", "power fails after so many bytes of the kernel's console, until it is switched again"),
        new("power-blip", "700", "power fails after so many bytes and comes back at once"),
        new("wrong-baud", "230400", "the board sends at this rate, the adapter listens at 115200"),
        new("silent", "", "the serial line's wire is off: the board runs, nothing is heard"),
        new("mute-kernel", "", "the firmware is heard, the kernel is not"),
        new("serial-cut", "2000", "the adapter is pulled after so many bytes of the kernel's console and plugged in again a second later"),
        new("serial-gone", "2000", "the adapter is pulled after so many bytes of the kernel's console"),
        new("noise", "10000000", "so many random bytes a second on the line from power-on"),
        new("bit-errors", "300", "one bit in so many bytes is wrong"),
        new("lost-bytes", "300", "one byte in so many is lost"),
        new("boot-loop", "700", "the board resets after so many bytes of the kernel's console, each time"),
        new("hang", "700", "the processors stop after so many bytes of the kernel's console"),
        new("half-kernel", "", "the kernel's second half is missing"),
        new("damaged-kernel", "", "a bit in every 64 bytes of the kernel's code is wrong"),
        new("other-kernel", "", "the board gets this file instead of its kernel: an old card"),
        new("corrupt-sd", "", "the card's file allocation tables and root folder are garbage"),
        new("empty-sd", "", "the slot is empty"),
        new("no-firmware", "", "start4.elf is missing"),
        new("wrong-dtb", "", "the device tree of another machine"),
        new("clock", "1000", "the timer node's clock-frequency is wrong by so many millionths"),
        new("no-link", "", "the network cable is not plugged in"),
        new("bad-network", "20", "so many percent of the frames are lost, doubled or out of order"),
        new("second-dhcp", "", "another DHCP server answers first, and its server has no files"),
    ];

    /// <summary>True when the fault <paramref name="name"/> was asked for.</summary>
    public bool Has(string name) => _asked.ContainsKey(name);

    /// <summary>The fault's argument as text; empty when the fault was not asked for.</summary>
    public string Text(string name) => _asked.TryGetValue(name, out Fault? fault) ? fault.Argument : "";

    /// <summary>The fault's argument as a number; null when the fault was not asked for.</summary>
    /// <exception cref="FormatException">It is no number.</exception>
    public long? Number(string name) =>
        Has(name) ? long.Parse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;
}
