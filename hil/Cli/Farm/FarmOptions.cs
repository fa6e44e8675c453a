// Options of the farm's verbs.

using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using RustKernel.Hil.Farm;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Farm;

/// <summary>The options for the farm's address and the token.</summary>
internal sealed class FarmOptions
{
    private readonly Option<string?> _server = new("--server")
    {
        Description = "the coordinator's address, or those of several, separated by commas "
            + $"(default: {FarmProtocol.AddressVariable}, else {FarmProtocol.DefaultAddress})",
        HelpName = "URL"
    };

    private readonly Option<string?> _token = new("--token-file")
    {
        Description = "the file with the token that a farm on another machine asks for",
        HelpName = "FILE"
    };

    private readonly JsonOption _json = new();

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Command command) => command.AddOptions(_server, _token);

    /// <summary>Adds the options, and --json, to <paramref name="command"/>, which prints a table.</summary>
    public void AddToTable(Command command)
    {
        AddTo(command);
        _json.AddTo(command);
    }

    /// <summary>As <see cref="JsonOption.Write{T}(ParseResult, T)"/>.</summary>
    public bool WriteJson<T>(ParseResult parsed, T shown) => _json.Write(parsed, shown);

    /// <summary>A client of the farm that was named.</summary>
    /// <exception cref="ConfigurationException">The address or the token's file is wrong.</exception>
    public FarmClient Connect(ParseResult parsed) => new(Addresses(parsed), Token(parsed));

    private Uri[] Addresses(ParseResult parsed)
    {
        string? text = parsed.GetValue(_server) ?? Environment.GetEnvironmentVariable(FarmProtocol.AddressVariable);
        string[] parts = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? [FarmProtocol.DefaultAddress] : [.. parts.Select(Address)];
    }

    private static Uri Address(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new ConfigurationException($"the farm's address is http://HOST:PORT or https://HOST:PORT, not {text}");

    private string? Token(ParseResult parsed)
    {
        if (parsed.GetValue(_token) is not { } file)
        {
            return null;
        }

        try
        {
            string token = File.ReadAllText(file).Trim();
            return token.Length > 0 ? token : throw new ConfigurationException($"--token-file: {file} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--token-file: {e.Message}");
        }
    }
}
