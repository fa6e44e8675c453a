using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;

namespace RustKernel.Boot;

/// <summary>
/// Finds the command line of this boot: UEFI's load options, else cmdline.txt beside an EFI application, else the
/// device tree.
/// </summary>
internal static class BootOptions
{
    private static bool s_isCut;
    private static Source s_source;

    private enum Source
    {
        DeviceTree,
        LoadOptions,
        CommandFile,
    }

    /// <summary>
    /// The first source that has text; an empty line when none has. The bytes stay where they are. Before there is a console; call once.
    /// </summary>
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

    /// <summary>Logs where the command line came from, when that is not the device tree.</summary>
    internal static void WriteReport()
    {
        if (s_isCut)
        {
            KernelConsole.Write("Boot: load options are longer than 2048 characters; the rest is ignored\n"u8);
        }

        if (s_source != Source.DeviceTree)
        {
            KernelConsole.Write(s_source == Source.LoadOptions
                ? "Boot: Command line from UEFI load options\n"u8
                : "Boot: Command line from cmdline.txt\n"u8);
        }
    }

    private static ReadOnlySpan<byte> FromFirmware(EfiHandover handover)
    {
        s_isCut = handover.LoadOptionsSizeBytes > EfiHandoverLayout.OptionsCapacityBytes;
        ReadOnlySpan<byte> options = EfiLoadOptions.ToAscii(handover.LoadOptions);
        if (options.Length > 0)
        {
            s_source = Source.LoadOptions;
            return options;
        }

        ReadOnlySpan<byte> line = EfiLoadOptions.FirstLine(handover.CommandFile);
        s_source = line.Length > 0 ? Source.CommandFile : Source.DeviceTree;
        return line;
    }
}
