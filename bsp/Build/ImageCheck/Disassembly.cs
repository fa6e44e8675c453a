// Runs llvm-objdump over the file's code and reads its lines. Knows the line format and nothing of the rules.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace RustKernel.Build.ImageCheck;

/// <summary>The instructions of all executable sections.</summary>
public static class Disassembly
{
    // Without these the half-precision, SVE and cryptographic instructions come out as "<unknown>" and no check sees them.
    private const string Extensions = "--mattr=+v8.6a,+fullfp16,+fp16fml,+sve2,+sm4,+sha3,+sha2,+aes";

    /// <summary>
    /// Disassembles <paramref name="elfPath"/> with the program <paramref name="objdump"/>. Throws <see cref="IOException"/> with
    /// the program's own message when it cannot be started or fails.
    /// </summary>
    public static IEnumerable<Instruction> Run(string objdump, string elfPath)
    {
        var start = new ProcessStartInfo(objdump) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-d", "--no-show-raw-insn", "--no-leading-headers", Extensions, elfPath])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Start(start);
        var errors = process.StandardError.ReadToEndAsync();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (TryParse(line, out Instruction instruction))
            {
                yield return instruction;
            }
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new IOException($"{objdump} ended with {process.ExitCode}: {errors.Result.Trim()}");
        }
    }

    /// <summary>
    /// Reads one line such as <c>ffffffff80001000:       mov x0, x1</c>; false for headings, labels and data among the code.
    /// </summary>
    public static bool TryParse(string line, out Instruction instruction)
    {
        instruction = default;
        ReadOnlySpan<char> text = line.AsSpan().TrimStart();
        int colon = text.IndexOf(':');
        if (colon <= 0 || colon + 1 == text.Length
            || !ulong.TryParse(text[..colon], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
        {
            return false;
        }

        ReadOnlySpan<char> body = text[(colon + 1)..].Trim();
        if (body.IsEmpty || !char.IsAsciiLetterLower(body[0]) || IsData(body))
        {
            return false;
        }

        instruction = new Instruction(address, body.ToString());
        return true;
    }

    // Data is dumped as its bytes ("00 08 d0 30", then ".word" or text) even when instructions show none.
    private static bool IsData(ReadOnlySpan<char> body) =>
        body.Length > 2 && char.IsAsciiHexDigit(body[0]) && char.IsAsciiHexDigit(body[1]) && body[2] == ' ';

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException($"cannot start {start.FileName}: {error.Message}", error);
        }
    }
}
