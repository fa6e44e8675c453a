// RK2001: integer code does not use the SIMD and floating-point registers, so that an exception entry need not save them.

using System;
using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// Refuses every SIMD/FP register except v16 and v17 (the compiler's block copies; saved by the vectors), FPCR and FPSR, except in
/// the functions that switch or clear the whole register file.
/// </summary>
public static class SimdCheck
{
    private const string RegisterLetters = "vqdshbz";

    /// <summary>One finding per offending function, naming its first instruction and how many follow.</summary>
    public static IEnumerable<Finding> Run(ElfFile elf, IEnumerable<Instruction> instructions, IReadOnlySet<string> allowedFunctions)
    {
        var offenders = new Dictionary<string, (Instruction First, string Register, int Count)>();
        foreach (Instruction instruction in instructions)
        {
            if (ForbiddenRegister(instruction.Text) is not { } register)
            {
                continue;
            }

            string function = elf.FunctionAt(instruction.Address);
            if (allowedFunctions.Contains(function))
            {
                continue;
            }

            offenders[function] = offenders.TryGetValue(function, out var known)
                ? known with { Count = known.Count + 1 }
                : (instruction, register, 1);
        }

        foreach (var (function, (first, register, count)) in offenders)
        {
            string others = count > 1 ? $" and {count - 1} more" : "";
            yield return new Finding("RK2001",
                $"{function} uses {register} at 0x{first.Address:x}: '{first.Text.Replace('\t', ' ')}'{others}; "
                + "exception entries save only v16 and v17: keep floating point and vectors out of the kernel");
        }
    }

    /// <summary>
    /// The first register in <paramref name="text"/> (mnemonic, tab, operands) that integer code
    /// must not touch, or null.
    /// </summary>
    public static string? ForbiddenRegister(string text)
    {
        int operands = text.AsSpan().IndexOfAny(' ', '\t');
        if (operands < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = text.AsSpan(operands);
        int symbol = rest.IndexOf('<');
        if (symbol >= 0)
        {
            rest = rest[..symbol];
        }

        for (int i = 1; i < rest.Length; i++)
        {
            if (IsNamePart(rest[i - 1]) || !IsNamePart(rest[i]))
            {
                continue;
            }

            int end = i;
            while (end < rest.Length && IsNamePart(rest[end]))
            {
                end++;
            }

            ReadOnlySpan<char> name = rest[i..end];
            if (IsForbidden(name, rest[..i].TrimEnd()))
            {
                return name.ToString();
            }

            i = end;
        }

        return null;
    }

    private static bool IsForbidden(ReadOnlySpan<char> name, ReadOnlySpan<char> before)
    {
        if (name.Equals("fpcr", StringComparison.OrdinalIgnoreCase) || name.Equals("fpsr", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // "v1.16b": the text after the point is the arrangement, not a register.
        if (!before.IsEmpty && before[^1] is '.' or '#')
        {
            return false;
        }

        if (name.Length is < 2 or > 3 || !RegisterLetters.Contains(name[0]) || !int.TryParse(name[1..], out int number))
        {
            return false;
        }

        return number is not (16 or 17) && number < 32;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
