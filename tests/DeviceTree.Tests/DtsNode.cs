// A tree as dtc prints it: the tests' independent view of a .dtb.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.DeviceTree.Tests;

internal sealed class DtsNode
{
    public DtsNode(string name, DtsNode? parent)
    {
        Name = name;
        Parent = parent;
    }

    public string Name { get; }

    public DtsNode? Parent { get; }

    public List<KeyValuePair<string, byte[]>> Properties { get; } = [];

    public List<DtsNode> Children { get; } = [];

    public string Path => Parent is null ? "/" : Parent.Parent is null ? "/" + Name : Parent.Path + "/" + Name;

    public IEnumerable<DtsNode> All() => Children.SelectMany(child => child.All()).Prepend(this);

    public bool IsSameTree(DtsNode other) =>
        Name == other.Name
        && Properties.Count == other.Properties.Count
        && Properties
            .Zip(other.Properties)
            .All(pair => pair.First.Key == pair.Second.Key && pair.First.Value.AsSpan().SequenceEqual(pair.Second.Value))
        && Children.Count == other.Children.Count
        && Children.Zip(other.Children).All(pair => pair.First.IsSameTree(pair.Second));

    public byte[]? Find(string name)
    {
        foreach (KeyValuePair<string, byte[]> property in Properties)
        {
            if (property.Key == name)
            {
                return property.Value;
            }
        }

        return null;
    }

    public uint[]? Cells(string name)
    {
        byte[]? value = Find(name);
        if (value is null)
        {
            return null;
        }

        return [.. Enumerable
            .Range(0, value.Length / 4)
            .Select(i => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(value.AsSpan(i * 4)))];
    }

    public uint Cell(string name, uint fallback) => Cells(name) is { Length: > 0 } cells ? cells[0] : fallback;
}
