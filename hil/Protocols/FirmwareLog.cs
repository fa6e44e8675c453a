// What a board's boot ROM, firmware and loaders say before the kernel does.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// Recognises the lines of a Pi 4's boot loader (EEPROM) and of start4.elf, and the first lines of other loaders. Text as printed; versions
/// differ, so marks are short. It describes the last boot attempt: progress clears earlier complaints.
/// </summary>
public sealed class FirmwareLog
{
    // The level jumps at the start of the text, so its first letter is easily lost. The first mark in a line counts.
    private static readonly (string Mark, string Stage)[] s_marks =
    [
        ("BOOTLOADER release", "boot loader"),
        ("RPi: BOOTLOADER", "boot loader"),
        ("RPi: BOOTSYS", "boot loader"),
        ("Raspberry Pi Bootcode", "bootcode.bin"),
        ("Boot mode:", "boot loader"),
        ("LINK STATUS", "network link"),
        ("YI_ADDR", "address from DHCP"),
        ("TFTP_GET:", "TFTP"),
        ("Read start4.elf", "start4.elf read"),
        ("Read fixup4.dat", "fixup4.dat read"),
        ("Starting start4.elf", "start4.elf started"),
        ("Loading '", "kernel loaded"),
        (Chatter, "start4.elf"),
        ("-Boot TPL 20", "U-Boot TPL"),
        ("-Boot SPL 20", "U-Boot SPL"),
        ("-Boot 20", "U-Boot"),
        ("DRAM:  ", "U-Boot"),
        ("Hit any key to stop autoboot", "U-Boot"),
        ("barebox 20", "barebox"),
        ("coreboot-", "coreboot"),
        ("Xilinx Zynq MP First Stage Boot Loader", "first stage boot loader"),
        ("Xilinx Versal Platform Loader", "platform loader"),
        ("AMD Versal Platform Loader", "platform loader"),
        ("BootBlock", "boot block"),
        ("OpenSBI v", "OpenSBI"),
        ("Welcome to GRUB", "GRUB"),
        ("GNU GRUB ", "GRUB"),
        ("EFI stub: ", "EFI stub of Linux"),
        ("Booting Linux on physical CPU", "Linux"),
        ("Booting Trusted Firmware", "Arm Trusted Firmware"),
        ("INFO:    BL", "Arm Trusted Firmware"),
        ("NOTICE:  BL1: ", "Arm Trusted Firmware BL1"),
        ("NOTICE:  BL2: ", "Arm Trusted Firmware BL2"),
        ("NOTICE:  BL31: ", "Arm Trusted Firmware BL31"),
        ("UEFI firmware (version", "UEFI firmware"),
        ("UEFI firmware starting", "UEFI firmware"),
        ("Tianocore/EDK2 firmware", "UEFI firmware"),
        ("UEFI Interactive Shell", "UEFI shell"),
        ("BdsDxe: loading Boot", "UEFI boot manager"),
        ("BdsDxe: failed to load Boot", "UEFI boot manager"),
        ("BdsDxe: starting Boot", "UEFI boot option started"),
    ];

    // start4.elf keeps writing these while the kernel runs: they are no sign of a new boot.
    private const string Chatter = "MESS:";

    // Text that comes only at the start of a boot: a second one of the same kind means a second boot.
    private static readonly HashSet<string> s_begins = [
        "BOOTLOADER release",
        "RPi: BOOTLOADER",
        "RPi: BOOTSYS",
        "Raspberry Pi Bootcode",
        "-Boot TPL 20",
        "-Boot SPL 20",
        "-Boot 20",
        "barebox 20",
        "coreboot-",
        "Xilinx Zynq MP First Stage Boot Loader",
        "Xilinx Versal Platform Loader",
        "AMD Versal Platform Loader",
        "OpenSBI v",
        "Welcome to GRUB",
        "Booting Linux on physical CPU",
        "Booting Trusted Firmware",
        "NOTICE:  BL1: ",
        "NOTICE:  BL2: ",
        "NOTICE:  BL31: ",
        "UEFI firmware (version",
        "UEFI firmware starting"
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

    private readonly Dictionary<string, int> _begun = [];
    private readonly List<string> _lines = [];

    /// <summary>The last stage that was reached; empty when no line of the firmware was seen.</summary>
    public string Stage { get; private set; } = "";

    /// <summary>The last line of the firmware.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>What the last attempt to boot complained about, in words; empty when it did not, or continued.</summary>
    public string Complaint { get; private set; } = "";

    /// <summary>How often the boot loader started; of several that follow each other, the highest count.</summary>
    public int Starts { get; private set; }

    /// <summary>True when the last attempt loaded a kernel.</summary>
    public bool HasLoadedKernel { get; private set; }

    /// <summary>The lines recognised, the first 40.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>
    /// Takes <paramref name="line"/>; returns where in it a loader speaks that has not spoken while a kernel ran, null when none does: the
    /// line is another's, or may come at any time.
    /// </summary>
    public int? Take(string line)
    {
        (string mark, string stage) = Array.Find(s_marks, known => line.Contains(known.Mark, StringComparison.Ordinal));
        string meaning = Array.Find(s_complaints, known => line.Contains(known.Mark, StringComparison.Ordinal)).Meaning ?? "";
        if (mark is null && meaning.Length == 0)
        {
            return null;
        }

        bool isLoading = line.Contains("Loading '", StringComparison.Ordinal) && line.Contains(" to 0x", StringComparison.Ordinal);
        if (mark is not null)
        {
            Advance(mark, isLoading ? "kernel loaded" : stage, isLoading);
        }

        if (meaning.Length > 0)
        {
            Complaint = meaning;
        }

        LastLine = line;
        if (_lines.Count < 40)
        {
            _lines.Add(line);
        }

        return mark is null || (mark == Chatter && !isLoading) ? null : line.IndexOf(mark, StringComparison.Ordinal);
    }

    private void Advance(string mark, string stage, bool isLoading)
    {
        Stage = stage;
        if (s_begins.Contains(mark))
        {
            _begun[mark] = _begun.GetValueOrDefault(mark) + 1;
            Starts = Math.Max(Starts, _begun[mark]);
        }

        if (mark == Chatter && !isLoading)
        {
            return;
        }

        Complaint = "";
        HasLoadedKernel = isLoading || (HasLoadedKernel && mark != "Boot mode:" && !s_begins.Contains(mark));
    }
}
