// Addresses to functions, files and lines, by llvm-symbolizer.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Programs;

namespace RustKernel.Hil.Reports.Symbols;

/// <summary>Looks addresses up in an ELF file with DWARF.</summary>
public static class Symbolizer
{
    private const string Program = "llvm-symbolizer";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The places of each of <paramref name="addresses"/> in <paramref name="elf"/>: the innermost inlined function first, empty when
    /// nothing is known. File names lose <paramref name="root"/> in front.
    /// </summary>
    /// <exception cref="InfrastructureException">llvm-symbolizer is missing or fails.</exception>
    public static IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> Locate(
        string elf,
        string root,
        IReadOnlyCollection<ulong> addresses)
    {
        Dictionary<ulong, IReadOnlyList<SymbolLocation>> places = [];
        if (addresses.Count == 0)
        {
            return places;
        }

        string program = ProgramFinder.Find(Program)
            ?? throw new InfrastructureException($"{Program} is not installed or not in PATH: rk doctor says what to install");
        ProgramAnswer answer = Ask(
            program,
            [$"--obj={elf}", "--output-style=JSON", "--inlines", "--no-demangle", .. addresses.Select(address => $"0x{address:x}")]);
        JsonArray answers = ParseAnswers(answer.Text);
        if (answers.Count != addresses.Count)
        {
            throw new InfrastructureException($"{Program} answered {answers.Count} of {addresses.Count} questions: {answer.Errors}");
        }

        int index = 0;
        foreach (ulong address in addresses)
        {
            places[address] = Places(answers[index++] as JsonObject, root);
        }

        return places;
    }

    private static ProgramAnswer Ask(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            return ProgramCall.Run(program, arguments, s_limit);
        }
        catch (ProgramException e)
        {
            throw new InfrastructureException(e.Message);
        }
    }

    /// <summary>Addresses as arguments are answered by one JSON array, or by one object when there is one address.</summary>
    private static JsonArray ParseAnswers(string answer)
    {
        try
        {
            JsonNode? parsed = answer.Length > 0 ? JsonNode.Parse(answer) : null;
            return parsed as JsonArray ?? (parsed is null ? [] : [parsed]);
        }
        catch (JsonException e)
        {
            throw new InfrastructureException($"{Program} answered something else than JSON: {e.Message}");
        }
    }

    private static List<SymbolLocation> Places(JsonObject? answer, string root)
    {
        List<SymbolLocation> places = [];
        foreach (JsonNode? symbol in answer?["Symbol"] as JsonArray ?? [])
        {
            string function = (string?)symbol!["FunctionName"] ?? "";
            if (function.Length > 0)
            {
                places.Add(new SymbolLocation(function, Shorten((string?)symbol["FileName"] ?? "", root), LineOf(symbol["Line"])));
            }
        }

        return places;
    }

    private static int LineOf(JsonNode? node)
        => int.TryParse(node?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int line) ? line : 0;

    private static string Shorten(string file, string root)
    {
        // The compiler of programs writes a folder of its own in front of what the build mapped to "./".
        const string mapped = "/_/";
        if (file.StartsWith(mapped + "./", StringComparison.Ordinal))
        {
            file = file[mapped.Length..];
        }

        if (file.StartsWith(root, StringComparison.Ordinal))
        {
            file = file[root.Length..];
        }

        return file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file.TrimStart('/');
    }
}
