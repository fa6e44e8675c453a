// One tree read twice: by the kernel's reader and through dtc's text. Everything must agree.

using System;
using System.Collections.Generic;
using System.Text;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

internal sealed class TreeComparison
{
    private readonly string _label;
    private readonly ExpectedInterrupts _interrupts;

    private TreeComparison(string label, DtsNode root)
    {
        _label = label;
        _interrupts = new ExpectedInterrupts(root);
    }

    public int Nodes { get; private set; }

    public int Properties { get; private set; }

    public int Addresses { get; private set; }

    public int Interrupts { get; private set; }

    /// <summary>Compares names, values, reservations, translated addresses and interrupts; fails at the first difference.</summary>
    public static TreeComparison Compare(string label, byte[] bytes, string dtcText)
    {
        DtsText expected = DtsText.Parse(dtcText);
        DeviceTreeError error = DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        Assert.True(error == DeviceTreeError.None, $"{label}: {error}");
        error = tree.Check(out int offset);
        Assert.True(error == DeviceTreeError.None, $"{label}: {error} at {offset}");

        List<(ulong, ulong)> reservations = [];
        foreach (AddressRange range in tree.Reservations)
        {
            reservations.Add((range.Start, range.SizeBytes));
        }

        Assert.Equal(expected.Reservations, reservations);

        TreeComparison comparison = new(label, expected.Root);
        comparison.CompareNode(tree.Root, expected.Root);
        comparison.CompareOrder(tree, expected.Root);
        return comparison;
    }

    private void CompareNode(DeviceTreeNode node, DtsNode expected)
    {
        Nodes++;
        Assert.True(Encoding.Latin1.GetString(node.Name) == expected.Name, $"{_label}: {expected.Path}: name");
        int index = 0;
        foreach (DeviceTreeProperty property in node.Properties)
        {
            Assert.True(index < expected.Properties.Count, $"{_label}: {expected.Path}: too many properties");
            (string name, byte[] value) = expected.Properties[index++];
            Assert.True(Encoding.Latin1.GetString(property.Name) == name, $"{_label}: {expected.Path}: property {name}");
            Assert.True(property.Value.SequenceEqual(value), $"{_label}: {expected.Path}: value of {name}");
            Properties++;
        }
        Assert.True(index == expected.Properties.Count, $"{_label}: {expected.Path}: {index} properties");
        CompareRegisters(node, expected);
        CompareInterrupts(node, expected);
        index = 0;
        foreach (DeviceTreeNode child in node.Children)
        {
            Assert.True(index < expected.Children.Count, $"{_label}: {expected.Path}: too many children");
            Assert.True(child.Parent.IsSame(node));
            CompareNode(child, expected.Children[index++]);
        }
        Assert.True(index == expected.Children.Count, $"{_label}: {expected.Path}: {index} children");
    }

    private void CompareRegisters(DeviceTreeNode node, DtsNode expected)
    {
        List<(UInt128 Start, UInt128 Size)?>? registers = ExpectedTranslation.Registers(expected);
        Assert.True(node.RegisterCount == (registers?.Count ?? 0), $"{_label}: {expected.Path}: {node.RegisterCount} registers");
        for (int i = 0; i < node.RegisterCount; i++)
        {
            Result<AddressRange> actual = node.Register(i);
            (UInt128 Start, UInt128 Size)? wanted = registers![i];
            Assert.True(actual.IsOk == wanted.HasValue, $"{_label}: {expected.Path}: reg {i}: {actual.Error}");
            if (wanted is null)
            {
                continue;
            }

            Assert.True(
                actual.Value.Start == wanted.Value.Start && actual.Value.SizeBytes == wanted.Value.Size,
                $"{_label}: {expected.Path}: reg {i}");
            Addresses++;
        }
    }

    private void CompareInterrupts(DeviceTreeNode node, DtsNode expected)
    {
        List<(DtsNode Controller, uint[] Specifier)?> interrupts = _interrupts.Of(expected);
        Assert.True(
            node.InterruptCount == interrupts.Count,
            $"{_label}: {expected.Path}: {node.InterruptCount} interrupts, not {interrupts.Count}");
        for (int i = 0; i < interrupts.Count; i++)
        {
            ErrorCode error = node.Interrupt(i, out DeviceTreeInterrupt actual);
            Assert.True((error == ErrorCode.None) == interrupts[i].HasValue, $"{_label}: {expected.Path}: interrupt {i}: {error}");
            if (interrupts[i] is not { } wanted)
            {
                continue;
            }

            Assert.True(PathOf(actual.Controller) == wanted.Controller.Path, $"{_label}: {expected.Path}: controller of interrupt {i}");
            Assert.True(actual.Specifier.Count == wanted.Specifier.Length, $"{_label}: {expected.Path}: specifier of interrupt {i}");
            for (int cell = 0; cell < wanted.Specifier.Length; cell++)
            {
                Assert.True(actual.Specifier[cell] == wanted.Specifier[cell], $"{_label}: {expected.Path}: specifier of interrupt {i}");
            }

            Interrupts++;
        }
    }

    // The one-pass walk sees the same nodes in the same order, and every path leads back to its node.
    private void CompareOrder(DeviceTreeBlob tree, DtsNode root)
    {
        DeviceTreeWalk walk = tree.Nodes;
        Assert.True(walk.CurrentName.IsEmpty, $"{_label}: a walk that has not begun has a name");
        foreach (DtsNode expected in root.All())
        {
            Assert.True(walk.MoveNext(), $"{_label}: the walk ends before {expected.Path}");
            Assert.True(PathOf(walk.Current) == expected.Path, $"{_label}: the walk misses {expected.Path}");
            Assert.True(walk.CurrentName.SequenceEqual(walk.Current.Name), $"{_label}: the walk has another name for {expected.Path}");
            Assert.True(tree.Find(Encoding.Latin1.GetBytes(expected.Path)).IsSame(walk.Current), $"{_label}: {expected.Path} is not found");
        }
        Assert.False(walk.MoveNext());
    }

    private static string PathOf(DeviceTreeNode node)
    {
        Span<byte> buffer = stackalloc byte[1024];
        return Encoding.Latin1.GetString(buffer[..node.WritePath(buffer).Value]);
    }
}
