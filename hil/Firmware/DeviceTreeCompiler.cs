// Device-tree sources to blobs, and overlays onto trees, by dtc's programs.

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Hil.Programs;

namespace RustKernel.Hil.Firmware;

/// <summary>Runs dtc and fdtoverlay. Outputs appear whole: another run never sees half a file.</summary>
public static class DeviceTreeCompiler
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Compiles <paramref name="source"/> (a tree or an overlay) to <paramref name="output"/>.</summary>
    /// <exception cref="FirmwareException">It does not compile (status 2), or dtc is missing (3).</exception>
    public static void Compile(string source, string output)
    {
        if (!File.Exists(source))
        {
            throw new FirmwareException(2, $"{source} does not exist");
        }

        Make(output, staged => Run("dtc", "-q", "-I", "dts", "-O", "dtb", "-o", staged, source));
    }

    /// <summary>Applies <paramref name="overlays"/> (.dtbo) to <paramref name="tree"/>, in order, as boot firmware does.</summary>
    /// <exception cref="FirmwareException">One does not fit the tree (status 2), or fdtoverlay is missing (3).</exception>
    public static void Apply(string tree, IReadOnlyList<string> overlays, string output)
        => Make(output, staged => Run("fdtoverlay", ["-i", tree, "-o", staged, .. overlays]));

    private static void Make(string output, Action<string> maker)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        string staged = $"{output}.{Environment.ProcessId}";
        try
        {
            maker(staged);
            File.Move(staged, output, overwrite: true);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            ProgramAnswer answer = ProgramCall.Run(program, arguments, s_limit);
            if (answer.ExitCode != 0)
            {
                throw new FirmwareException(2, $"{program}: {answer.Errors.Split('\n')[0]}");
            }
        }
        catch (ProgramException e)
        {
            throw new FirmwareException(3, $"{e.Message}: dtc and fdtoverlay come with make install-deps");
        }
    }
}
