// The command: prints each finding as an error that MSBuild understands.

using System;
using System.IO;
using System.Linq;

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
            if (arguments is ["--tables", ..])
            {
                return WriteTables(arguments);
            }

            if (arguments is ["--generics", { } input, "--references", { } libraries, "--output", { } folder])
            {
                GenericVirtuals.Rewrite(
                    input,
                    libraries.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                    folder);
                return 0;
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

    // Writes the tables of types and methods for a program's image, as source for the assembler.
    private static int WriteTables(string[] arguments)
    {
        if (arguments is not ["--tables", { } path, "--references", { } references, "--output", { } output])
        {
            Console.WriteLine("ImageCheck : error RK2000: usage: ImageCheck --tables OBJECT --references A.dll;B.dll --output FILE");
            return 2;
        }

        ElfFile compiled = ElfFile.Read(path);
        string[] assemblies = references.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string name = Path.GetFileNameWithoutExtension(assemblies.FirstOrDefault() ?? "");
        File.WriteAllText(
            output,
            new TypeNameTable(assemblies).Write(compiled) + ProgramNameText.Write(compiled, name) + new UnwindTable(compiled).Write());
        return 0;
    }
}
