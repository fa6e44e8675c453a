// Every device tree of Debian's arm64 kernel package, compared with dtc and fdtget.

using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using RustKernel.Hil.DeviceTree;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.DeviceTree.Tests;

public class DebianTreesTests(ITestOutputHelper log)
{
    [Fact]
    public void NamesValuesAddressesAndInterruptsAreThoseOfDtc()
    {
        string[] files = DebianTrees.Files();
        ConcurrentBag<TreeComparison> all = [];
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, file =>
        {
            byte[] bytes = File.ReadAllBytes(file);
            string dtc = Tool.DecompileFile(file);
            all.Add(TreeComparison.Compare(Path.GetFileName(file), bytes, dtc));

            // Our own printing, read back, is the same tree again.
            using StringWriter own = new();
            DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
            new DtsWriter(own).WriteTree(tree);
            Assert.True(
                DtsText.Parse(dtc).Root.IsSameTree(DtsText.Parse(own.ToString()).Root),
                $"{file} printed by rk fdt reads differently");
        });
        log.WriteLine(
            $"{all.Count} trees: {all.Sum(c => c.Nodes)} nodes, {all.Sum(c => c.Properties)} properties, " +
            $"{all.Sum(c => c.Addresses)} translated addresses, {all.Sum(c => c.Interrupts)} interrupts");
        Assert.True(all.Sum(c => c.Addresses) > 50_000);
        Assert.True(all.Sum(c => c.Interrupts) > 50_000);
    }

    // This is the file's value: firmware writes what the chip has when it starts.
    [Fact]
    public void TheCardOfTheRaspberryPi4ReachesTheFirstGigabyte()
    {
        string file = DebianTrees.Files().Single(one => Path.GetFileName(one) == "bcm2711-rpi-4-b.dtb");
        DeviceTreeBlob.Open(File.ReadAllBytes(file), out DeviceTreeBlob tree);
        DmaReach reach = tree.FindCompatible("brcm,bcm2711-emmc2"u8).DmaReach.Value;
        Assert.Equal((0ul, 0x4000_0000ul, 0xC000_0000ul), (reach.Start, reach.Limit, reach.DeviceStart));
    }

    [Fact]
    public void ASampleOfPropertiesIsThatOfFdtget()
    {
        string[] files = DebianTrees.Files();
        Random random = new(20261128);
        for (int i = 0; i < 150; i++)
        {
            string file = files[random.Next(files.Length)];
            byte[] bytes = File.ReadAllBytes(file);
            DtsNode[] nodes = [.. DtsText
                .Parse(Tool.DecompileFile(file)).Root
                .All()
                .Where(n => n.Properties.Count > 0 && IsUnambiguous(n))];
            DtsNode node = nodes[random.Next(nodes.Length)];
            string name = node.Properties[random.Next(node.Properties.Count)].Key;
            string expected = Tool.Run("fdtget", "-t", "bx", file, node.Path, name).Trim();
            DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
            ReadOnlySpan<byte> value = tree.Find(Encoding.Latin1.GetBytes(node.Path)).Property(Encoding.Latin1.GetBytes(name)).Value;
            StringBuilder actual = new();
            foreach (byte b in value)
            {
                actual.Append(CultureInfo.InvariantCulture, $"{(actual.Length > 0 ? " " : "")}{b:x}");
            }

            Assert.True(expected == actual.ToString(), $"{file} {node.Path} {name}: {actual}, fdtget says {expected}");
        }
    }

    // fdtget takes the first node with that name, with or without unit address, even if another one's full name matches.
    private static bool IsUnambiguous(DtsNode node) =>
        node.Parent is null
        || (node.Parent.Children.First(
            sibling => sibling.Name == node.Name || sibling.Name.StartsWith(node.Name + "@", StringComparison.Ordinal)) == node
            && IsUnambiguous(node.Parent));
}
