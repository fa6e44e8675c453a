// --json of the verbs that print tables.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Writes what a verb shows for a program to read; of a table an array with one object for each line.</summary>
internal sealed class JsonOption
{
    /// <summary>The name of standard output.</summary>
    public const string StandardOutput = "-";

    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Option<string?> _file = new("--json")
    {
        Description = "write what is shown as JSON to FILE; - prints it instead",
        HelpName = "FILE"
    };

    /// <summary>Adds the option to <paramref name="command"/>.</summary>
    public void AddTo(Command command) => command.Options.Add(_file);

    /// <summary>
    /// Makes <paramref name="file"/>; "-" is standard output, which holds nothing but the JSON if <see cref="Reserve"/> was called
    /// before.
    /// </summary>
    /// <exception cref="ConfigurationException">The file cannot be made.</exception>
    public static Stream Open(string file)
    {
        try
        {
            return file == StandardOutput ? Console.OpenStandardOutput() : System.IO.File.Create(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--json {file}: {e.Message}");
        }
    }

    /// <summary>
    /// If <paramref name="file"/> is "-", what a verb prints for people goes to standard error until the result is disposed of.
    /// </summary>
    public static IDisposable Reserve(string? file) => new Reservation(file == StandardOutput);

    /// <summary>Writes <paramref name="shown"/> to <paramref name="file"/>, or to standard output.</summary>
    /// <exception cref="ConfigurationException">The file cannot be made.</exception>
    public static void WriteTo(string file, object shown)
    {
        using Stream stream = Open(file);
        JsonSerializer.Serialize(stream, shown, s_options);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>The option: which file was named.</summary>
    public Option<string?> File => _file;

    /// <summary>As the other one, of a table's rows.</summary>
    public bool Write<T>(ParseResult parsed, IReadOnlyList<T> rows) => Write<object>(parsed, rows);

    /// <summary>Writes <paramref name="shown"/> if that is wanted.</summary>
    /// <returns>True when it was printed, so the verb prints nothing else.</returns>
    /// <exception cref="ConfigurationException">The file cannot be made.</exception>
    public bool Write<T>(ParseResult parsed, T shown)
    {
        if (parsed.GetValue(_file) is not { } file)
        {
            return false;
        }

        string text = JsonSerializer.Serialize(shown, s_options);
        if (file == StandardOutput)
        {
            Console.WriteLine(text);
            return true;
        }

        using Stream stream = Open(file);
        stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
        return false;
    }

    private sealed class Reservation : IDisposable
    {
        private readonly TextWriter _before = Console.Out;

        public Reservation(bool isWanted) => Console.SetOut(isWanted ? Console.Error : _before);

        public void Dispose() => Console.SetOut(_before);
    }
}
