// The console of every device tree of Debian's arm64 kernel package.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.DeviceTree;
using RustKernel.DeviceTree.Tests;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Drivers.Tests.Consoles;

[Collection(nameof(ConsoleTests))]
public sealed class DebianConsolesTests(ITestOutputHelper log)
{
    private const int Least = 520;

    /// <summary>
    /// A tree counts when the kernel finds its console (stdout-path, the alias serial0, or the tree's only UART), and a line that
    /// the kernel writes arrives complete at the fake of that family, after what firmware was still sending.
    /// </summary>
    [Fact]
    [Trait("Run", "hil")]
    public void The_kernel_speaks_on_the_console_of_most()
    {
        Dictionary<string, int> lacks = [];
        int count = 0;
        string[] files = DebianTrees.Files();
        foreach (string file in files)
        {
            string lack = Lack(File.ReadAllBytes(file));
            count += lack.Length == 0 ? 1 : 0;
            if (lack.Length > 0)
            {
                lacks[lack] = lacks.GetValueOrDefault(lack) + 1;
            }
        }

        string report = $"the kernel speaks on the console of {count} of {files.Length} device trees"
            + string.Concat(lacks.OrderByDescending(pair => pair.Value).Select(pair => $"\n{pair.Value,5}  {pair.Key}"));
        log.WriteLine(report);
        DebianTrees.Report("hil-consoles.txt", report + "\n");
        Assert.True(count >= Least, report);
    }

    private static string Lack(byte[] bytes)
    {
        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        DeviceTreeNode node = tree.Chosen.Console.Node;
        string way = "";
        if (!node.Exists || !node.IsEnabled)
        {
            way = node.Exists ? "its console is disabled" : "neither stdout-path nor an alias";
            node = OnlyUart(tree, out int uarts);
            if (uarts != 1)
            {
                return $"{way}, and {(uarts == 0 ? "no" : "several")} UARTs that are enabled";
            }
        }

        ConsoleLine? line = ConsoleLine.Of(node);
        return line is null ? $"no driver for {Compatible(node)}"
            : line.Adopt(tree) is string trouble ? $"{Compatible(node)}: {trouble}"
            : "";
    }

    private static DeviceTreeNode OnlyUart(DeviceTreeBlob tree, out int count)
    {
        count = 0;
        DeviceTreeNode found = default;
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (node.IsEnabled && ConsoleLine.Of(node) is not null)
            {
                found = node;
                count++;
            }
        }

        return found;
    }

    private static string Compatible(DeviceTreeNode node)
    {
        List<string> names = [];
        foreach (ReadOnlySpan<byte> name in node.Property("compatible"u8).Strings)
        {
            names.Add(Encoding.ASCII.GetString(name));
        }

        return string.Join(' ', names);
    }
}
