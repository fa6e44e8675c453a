// Runs the programs that the tests compare with: dtc, fdtget, qemu.

using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace RustKernel.DeviceTree.Tests;

internal static class Tool
{
    /// <summary>Runs a program that must succeed; returns its output, as Latin-1.</summary>
    public static string Run(string program, params string[] arguments) => Encoding.Latin1.GetString(RunBinary(program, arguments));

    /// <summary>Runs a program that must succeed; returns its output as bytes.</summary>
    public static byte[] RunBinary(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}");
        }

        return output.ToArray();
    }

    /// <summary>Compiles one of the checked-in sources; dtc accepts malformed ones only with -f.</summary>
    public static byte[] Compile(string name) =>
        RunBinary("dtc", "-q", "-f", "-I", "dts", "-O", "dtb", "-o", "-", Path.Combine(AppContext.BaseDirectory, "trees", name + ".dts"));

    /// <summary>dtc's own reading of a flattened tree.</summary>
    public static string Decompile(byte[] tree)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, tree);
            return DecompileFile(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>dtc's own reading of a file.</summary>
    public static string DecompileFile(string file) => Run("dtc", "-q", "-I", "dtb", "-O", "dts", file);
}
