// A mapping of a YAML file, read strictly: every mistake is named with file, line and column.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RustKernel.Hil.Targets;

/// <summary>
/// One mapping. Readers take what they know; <see cref="RejectUnknown"/> then refuses any key that no one took, with a suggestion.
/// </summary>
public sealed class YamlSection
{
    /// <summary>Keys of a file that start like this belong to its writer: a place for mappings that are merged elsewhere.</summary>
    public const string OwnPrefix = "x-";

    private readonly YamlMappingNode _node;
    private readonly IReadOnlyDictionary<string, YamlNode> _values;
    private readonly IReadOnlyList<(string Name, YamlNode Key)> _keys;
    private readonly string _file;
    private readonly string _place;
    private readonly List<string> _taken = [];

    private YamlSection(YamlMappingNode node, string file, string place)
    {
        _node = node;
        _file = file;
        _place = place;
        YamlMerge merged = new((at, message) => Error(at, message));
        merged.Add(node);
        (_values, _keys) = (merged.Values, merged.Keys);
    }

    /// <summary>Reads the file at <paramref name="path"/>; messages call it <paramref name="shownAs"/>.</summary>
    /// <exception cref="ConfigurationException">The file is missing, is no YAML, or is no mapping.</exception>
    public static YamlSection Load(string path, string shownAs)
    {
        YamlStream stream = [];
        try
        {
            using StreamReader reader = new(path);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new ConfigurationException($"{shownAs}:{e.Start.Line}:{e.Start.Column}: not YAML: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner gives up on some broken texts without saying where.
            throw new ConfigurationException($"{shownAs}: not YAML: a bracket or quote is not closed");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{shownAs}: cannot be read: {e.Message}");
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new ConfigurationException($"{shownAs}:1:1: expected one mapping of keys");
        }

        return new YamlSection(root, shownAs, "");
    }

    /// <summary>The text at <paramref name="key"/>, or <paramref name="fallback"/> when the key is missing.</summary>
    public string Text(string key, string fallback) => Find(key) is { } node ? Scalar(node, key) : fallback;

    /// <summary>The text at <paramref name="key"/>, which must be there and not empty.</summary>
    public string RequiredText(string key)
    {
        YamlNode node = Find(key) ?? throw Error(_node, $"{Name(key)} is missing");
        string text = Scalar(node, key);
        return text.Length > 0 ? text : throw Error(node, $"{Name(key)} is empty");
    }

    /// <summary>The whole number at <paramref name="key"/> within the limits, or <paramref name="fallback"/>.</summary>
    public int Integer(string key, int fallback, int minimum, int maximum)
    {
        if (Find(key) is not { } node)
        {
            return fallback;
        }

        string text = Scalar(node, key);
        bool isHexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        if (int.TryParse(
            text.AsSpan(isHexadecimal ? 2 : 0),
            isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int value)
            && value >= minimum
            && value <= maximum)
        {
            return value;
        }

        throw Error(node, $"{Name(key)} is a whole number from {minimum} to {maximum}, not \"{node}\"");
    }

    /// <summary>
    /// The seconds at <paramref name="key"/> (a positive number up to a day, or 0 where the
    /// fallback is 0), or <paramref name="fallback"/>.
    /// </summary>
    public TimeSpan Seconds(string key, TimeSpan fallback)
    {
        if (Find(key) is not { } node)
        {
            return fallback;
        }

        if (double.TryParse(Scalar(node, key), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value <= 86400 && (value > 0 || fallback == TimeSpan.Zero))
        {
            return TimeSpan.FromSeconds(value);
        }

        throw Error(node, $"{Name(key)} is a number of seconds {(fallback == TimeSpan.Zero ? "from 0" : "above 0")}, not \"{node}\"");
    }

    /// <summary>true or false at <paramref name="key"/>, or <paramref name="fallback"/>.</summary>
    public bool Boolean(string key, bool fallback)
    {
        if (Find(key) is not { } node)
        {
            return fallback;
        }

        return Scalar(node, key) switch
        {
            "true" => true,
            "false" => false,
            _ => throw Error(node, $"{Name(key)} is true or false, not \"{node}\""),
        };
    }

    /// <summary>The list of texts at <paramref name="key"/>, empty when it is missing.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } node)
        {
            return [];
        }

        if (node is not YamlSequenceNode sequence)
        {
            throw Error(node, $"{Name(key)} is a list");
        }

        return [.. sequence.Children.Select(item => Scalar(item, key))];
    }

    /// <summary>The mapping at <paramref name="key"/>; null when it is missing.</summary>
    public YamlSection? Section(string key)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        return node is YamlMappingNode mapping
            ? new YamlSection(mapping, _file, Name(key))
            : throw Error(node, $"{Name(key)} is a mapping of keys");
    }

    /// <summary>The list of mappings at <paramref name="key"/>, empty when it is missing.</summary>
    public IReadOnlyList<YamlSection> Sections(string key)
    {
        if (Find(key) is not { } node)
        {
            return [];
        }

        if (node is not YamlSequenceNode sequence)
        {
            throw Error(node, $"{Name(key)} is a list");
        }

        List<YamlSection> sections = [];
        foreach (YamlNode item in sequence.Children)
        {
            sections.Add(item is YamlMappingNode mapping
                ? new YamlSection(mapping, _file, $"{Name(key)}[{sections.Count}]")
                : throw Error(item, $"{Name(key)} is a list of mappings"));
        }

        return sections;
    }

    /// <summary>Accepts <paramref name="keys"/> without reading them: another part of the project owns them.</summary>
    public void LeaveToOthers(params string[] keys) => _taken.AddRange(keys);

    /// <summary>Refuses a key that no call has asked for.</summary>
    public void RejectUnknown()
    {
        foreach ((string name, YamlNode key) in _keys)
        {
            if (!_taken.Contains(name) && !(_place.Length == 0 && name.StartsWith(OwnPrefix, StringComparison.Ordinal)))
            {
                throw Error(key, $"unknown key {Name(name)}{Suggestion.For(name, _taken)}");
            }
        }
    }

    /// <summary>The exception for a mistake in this section that only the caller can find.</summary>
    public ConfigurationException Error(string key, string message) => Error(Find(key) ?? _node, $"{Name(key)} {message}");

    private YamlNode? Find(string key)
    {
        if (!_taken.Contains(key))
        {
            _taken.Add(key);
        }

        return _values.GetValueOrDefault(key);
    }

    private string Name(string key) => _place.Length == 0 ? key : $"{_place}.{key}";

    private string Scalar(YamlNode node, string key)
        => node is YamlScalarNode scalar ? scalar.Value ?? "" : throw Error(node, $"{Name(key)} is a single value");

    private ConfigurationException Error(YamlNode node, string message)
        => new($"{_file}:{node.Start.Line}:{node.Start.Column}: {message}");
}
