// YAML's merge key: << takes over the keys of other mappings.

using System;
using System.Collections.Generic;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RustKernel.Hil.Targets;

/// <summary>
/// The keys of one mapping with those that <c>&lt;&lt;: *NAME</c> or <c>&lt;&lt;: [*A, *B]</c>
/// brings in. A mapping's own keys win, then the first
/// of a list. What a key holds is taken whole, never mixed with another's. [YAML 1.1, merge key language-independent type]
/// </summary>
internal sealed class YamlMerge
{
    private const string Mark = "<<";
    private const int DeepestMerge = 16;
    private readonly Func<YamlNode, string, ConfigurationException> _error;
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly List<(string Name, YamlNode Key)> _keys = [];

    /// <summary>An empty one; <paramref name="error"/> makes the exception for a mistake at a node.</summary>
    public YamlMerge(Func<YamlNode, string, ConfigurationException> error) => _error = error;

    /// <summary>The values by key.</summary>
    public IReadOnlyDictionary<string, YamlNode> Values => _values;

    /// <summary>The keys in the order of the file, merged ones last.</summary>
    public IReadOnlyList<(string Name, YamlNode Key)> Keys => _keys;

    /// <summary>Takes the keys of <paramref name="node"/> that are not there yet, its merged ones after its own.</summary>
    /// <exception cref="ConfigurationException">A key is no single value, or &lt;&lt; names something that is no mapping.</exception>
    public void Add(YamlMappingNode node) => Add(node, DeepestMerge);

    private void Add(YamlMappingNode node, int depth)
    {
        List<YamlNode> merged = [];
        foreach ((YamlNode key, YamlNode value) in node.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } scalar)
            {
                throw _error(key, "a key is a single value");
            }

            if (name == Mark && scalar.Style is ScalarStyle.Plain or ScalarStyle.Any)
            {
                merged.Add(value);
            }
            else if (_values.TryAdd(name, value))
            {
                _keys.Add((name, key));
            }
        }

        foreach (YamlNode value in merged)
        {
            Merge(value, depth);
        }
    }

    private void Merge(YamlNode value, int depth)
    {
        if (depth == 0)
        {
            throw _error(value, $"{Mark} merges mappings that merge others, more than {DeepestMerge} deep");
        }

        switch (value)
        {
            case YamlMappingNode mapping:
                Add(mapping, depth - 1);
                break;
            case YamlSequenceNode sequence:
                foreach (YamlNode item in sequence.Children)
                {
                    Add(item as YamlMappingNode ?? throw NoMapping(item), depth - 1);
                }

                break;
            default:
                throw NoMapping(value);
        }
    }

    private ConfigurationException NoMapping(YamlNode node) =>
        _error(node, $"{Mark} merges a mapping: \"{Mark}: *NAME\", or a list of them, where the mapping has the anchor &NAME");
}
