// The command line of ImageCheck.

using System;
using System.Collections.Generic;
using System.Globalization;

namespace RustKernel.Build.ImageCheck;

/// <summary>What to check and with what; see <see cref="Usage"/>.</summary>
public sealed class CheckOptions
{
    /// <summary>The help text.</summary>
    public const string Usage =
        """
        usage: ImageCheck --elf FILE [--objdump PROGRAM] [--simd-allow NAME[,NAME...]]... [--atomics-allow NAME[,NAME...]]... [--vectors SYMBOL]
                          [--image FILE --image-budget BYTES] [--guests FILE[;FILE...]]
               ImageCheck --program FILE [--objdump PROGRAM] [--atomics-allow NAME[,NAME...]]...
          --elf           the linked kernel
          --program       a linked program for EL0; only its atomic operations are judged
          --objdump       llvm-objdump to use (default: llvm-objdump)
          --simd-allow    functions that may touch every SIMD register (context switch)
          --atomics-allow functions whose exclusive accesses are no full barrier, and say why
          --vectors       name of the exception vector table (default: exception_vectors)
          --image         the flat Image, compared with --image-budget
          --guests        programs in the Image that are not the system's own: they come on top of its budget
        Exit status: 0 all checks passed, 1 a check failed, 2 usage or unreadable file.
        """;

    /// <summary>The linked kernel's path.</summary>
    public string Elf { get; private set; } = "";

    /// <summary>The linked program's path, or null for a kernel.</summary>
    public string? Program { get; private set; }

    /// <summary>Functions whose atomic operations may be less than full barriers.</summary>
    public HashSet<string> AtomicsAllowed { get; } = [];

    /// <summary>The disassembler to run.</summary>
    public string Objdump { get; private set; } = "llvm-objdump";

    /// <summary>Functions in which every SIMD register is allowed.</summary>
    public HashSet<string> SimdAllowed { get; } = [];

    /// <summary>The vector table's symbol.</summary>
    public string Vectors { get; private set; } = "exception_vectors";

    /// <summary>The flat Image's path, or null to skip its check.</summary>
    public string? Image { get; private set; }

    /// <summary>The Image's budget in bytes.</summary>
    public long ImageBudgetBytes { get; private set; }

    /// <summary>Programs in the Image that its budget does not count.</summary>
    public List<string> Guests { get; } = [];

    /// <summary>Reads <paramref name="arguments"/>; throws <see cref="FormatException"/> with the mistake.</summary>
    public static CheckOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CheckOptions();
        for (int i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count)
            {
                throw new FormatException($"{arguments[i]} needs a value");
            }

            options.Set(arguments[i], arguments[i + 1]);
        }

        if (options.Elf.Length == 0 && options.Program is null)
        {
            throw new FormatException("--elf is missing");
        }

        if (options.Elf.Length != 0 && options.Program is not null)
        {
            throw new FormatException("--elf and --program exclude each other");
        }

        if (options.Image is null != (options.ImageBudgetBytes == 0))
        {
            throw new FormatException("--image and --image-budget belong together");
        }

        return options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--elf": Elf = value; break;
            case "--program": Program = value; break;
            case "--atomics-allow": AtomicsAllowed.UnionWith(value.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries)); break;
            case "--objdump": Objdump = value; break;
            case "--simd-allow": SimdAllowed.UnionWith(value.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries)); break;
            case "--vectors": Vectors = value; break;
            case "--guests": Guests.AddRange(value.Split(';', StringSplitOptions.RemoveEmptyEntries)); break;
            case "--image": Image = value; break;
            case "--image-budget" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) && bytes > 0:
                ImageBudgetBytes = bytes;
                break;
            case "--image-budget": throw new FormatException($"--image-budget: '{value}' is not a number of bytes");
            default: throw new FormatException($"unknown option {name}");
        }
    }
}
