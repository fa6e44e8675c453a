// Where the command line comes from: UEFI's load options, else cmdline.txt beside an EFI application, else the device tree.

using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;

namespace RustKernel.Boot;

/// <summary>Finds the command line of this boot.</summary>
internal static class BootOptions
{
    /// <summary>The first source that says anything; an empty line when none does. The bytes stay where they are. Call once.</summary>
    internal static CommandLine Read(in DeviceTreeBlob tree, in BootInformation boot)
    {
        EfiHandover handover = new(in boot);
        if (handover.Exists)
        {
            ReadOnlySpan<byte> text = FromFirmware(handover);
            if (text.Length > 0)
            {
                return new CommandLine(text);
            }
        }

        return new CommandLine(tree.Chosen.BootArguments);
    }

    private static ReadOnlySpan<byte> FromFirmware(EfiHandover handover)
    {
        if (handover.LoadOptionsSizeBytes > EfiHandoverLayout.OptionsCapacityBytes)
        {
            KernelConsole.Write("Boot: load options are longer than 2048 characters; the rest is ignored\n"u8);
        }

        ReadOnlySpan<byte> options = EfiLoadOptions.ToAscii(handover.LoadOptions);
        if (options.Length > 0)
        {
            KernelConsole.Write("Boot: Command line from UEFI load options\n"u8);
            return options;
        }

        ReadOnlySpan<byte> line = EfiLoadOptions.FirstLine(handover.CommandFile);
        if (line.Length > 0)
        {
            KernelConsole.Write("Boot: Command line from cmdline.txt\n"u8);
        }

        return line;
    }
}
