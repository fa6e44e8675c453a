// The command: prints each finding as an error that MSBuild understands.

using System;
using System.IO;

namespace RustKernel.Build.ImageCheck;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is ["--help"] or ["-h"])
        {
            Console.WriteLine(CheckOptions.Usage);
            return 0;
        }

        try
        {
            if (arguments is ["--names", ..])
            {
                return TypeNameTable.Run(arguments);
            }

            CheckOptions options = CheckOptions.Parse(arguments);
            var findings = options.Program is null ? KernelCheck.Run(options) : KernelCheck.RunProgram(options);
            foreach (Finding finding in findings)
            {
                Console.WriteLine($"{options.Program ?? options.Elf} : error {finding.Code}: {finding.Message}");
            }

            return findings.Count == 0 ? 0 : 1;
        }
        catch (Exception error) when (error is FormatException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.WriteLine($"ImageCheck : error RK2000: {error.Message}");
            return 2;
        }
    }
}
