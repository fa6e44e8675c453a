// What a Raspberry Pi's boot ROM and firmware say before the kernel does.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.Protocols;

/// <summary>Recognises the lines of a Pi 4's boot loader (EEPROM) and of start4.elf. Text as printed; versions differ, so marks are short.</summary>
public sealed class FirmwareLog
{
    private static readonly (string Mark, string Stage)[] s_marks =
    [
        ("RPi: BOOTLOADER release", "boot loader"),
        ("Boot mode:", "boot loader"),
        ("LINK STATUS", "network link"),
        ("YI_ADDR", "address from DHCP"),
        ("TFTP_GET:", "TFTP"),
        ("Read start4.elf", "start4.elf read"),
        ("Read fixup4.dat", "fixup4.dat read"),
        ("Starting start4.elf", "start4.elf started"),
        ("Loading '", "kernel loaded"),
        ("MESS:", "start4.elf"),
    ];

    private static readonly (string Mark, string Meaning)[] s_complaints =
    [
        ("Firmware not found", "its firmware finds no start4.elf on what it boots from"),
        ("start4.elf: not found", "its firmware finds no start4.elf on what it boots from"),
        ("start4.elf not found", "its firmware finds no start4.elf on what it boots from"),
        ("SD: no card", "it finds no SD card"),
        ("card not detected", "it finds no SD card"),
        ("Failed to open device: 'sdcard'", "it finds no SD card"),
        ("SD: no partition table", "the SD card has no partition table"),
        (", no FAT", "the SD card's first partition is no FAT"),
        ("Ethernet cable disconnected", "its network cable is not plugged in"),
        ("DHCP: no offer", "no DHCP server gave it an offer that it takes"),
        ("DHCP: no acknowledgment", "the DHCP server did not confirm its address"),
        ("ARP: no answer", "the server that DHCP named does not answer"),
        ("TFTP: ", "the TFTP server does not answer"),
        ("Failed to load Device Tree file", "its firmware finds no device tree"),
        ("Failed to load ARM kernel", "its firmware finds no kernel"),
        ("32-bit mode", "config.txt starts the kernel in 32-bit mode"),
        ("rainbow", "the firmware shows its rainbow screen: no kernel was started"),
    ];

    private readonly List<string> _lines = [];

    /// <summary>The last stage that was reached; empty when no line of the firmware was seen.</summary>
    public string Stage { get; private set; } = "";

    /// <summary>The last line of the firmware.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>What it complained about, in words; empty when it did not. A later complaint replaces an earlier one.</summary>
    public string Complaint { get; private set; } = "";

    /// <summary>How often the boot loader began.</summary>
    public int Starts { get; private set; }

    /// <summary>True when it loaded a kernel.</summary>
    public bool HasLoadedKernel { get; private set; }

    /// <summary>The lines recognised, the first 40.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Takes <paramref name="line"/>; true when it is one of the firmware's.</summary>
    public bool Take(string line)
    {
        bool isOurs = false;
        foreach ((string mark, string stage) in s_marks)
        {
            if (isOurs || !line.Contains(mark, StringComparison.Ordinal))
                continue;
            isOurs = true;
            Stage = stage;
            HasLoadedKernel |= stage == "kernel loaded" || (line.Contains("Loading '", StringComparison.Ordinal) && line.Contains(" to 0x", StringComparison.Ordinal));
        }

        foreach ((string mark, string meaning) in s_complaints)
        {
            if (!line.Contains(mark, StringComparison.Ordinal))
                continue;
            isOurs = true;
            Complaint = meaning;
            break;
        }

        if (!isOurs)
            return false;
        Starts += line.StartsWith("RPi: BOOTLOADER", StringComparison.Ordinal) ? 1 : 0;
        LastLine = line;
        if (_lines.Count < 40)
            _lines.Add(line);
        return true;
    }
}
