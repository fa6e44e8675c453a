// The verb "rk fdt FILE.dtb [NODE-PATH [PROPERTY]]".

using System.IO;
using System.Text;
using RustKernel.DeviceTree;

namespace RustKernel.Hil.DeviceTree;

/// <summary>Prints a tree, a node or a value as DTS source, read by the kernel's own reader.</summary>
public static class FdtCommand
{
    /// <summary>
    /// Prints to <paramref name="output"/>: the whole tree, the node at path or alias <paramref name="node"/>, or the value
    /// of its <paramref name="property"/>. Returns the exit status: 0, or 2 after one line on <paramref name="error"/>.
    /// </summary>
    public static int Run(string file, string? node, string? property, TextWriter output, TextWriter error)
    {
        byte[]? bytes = DeviceTreeFile.Load(file, out string problem);
        if (bytes is null)
        {
            return Fail(error, problem);
        }

        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        DtsWriter writer = new(output);
        if (node is null)
        {
            writer.WriteTree(tree);
            return 0;
        }
        DeviceTreeNode found = tree.Find(Encoding.Latin1.GetBytes(node));
        if (!found.Exists)
        {
            return Fail(error, $"{file} has no node {node}");
        }

        if (property is null)
        {
            writer.WriteNode(found);
            return 0;
        }
        DeviceTreeProperty value = found.Property(Encoding.Latin1.GetBytes(property));
        if (!value.Exists)
        {
            return Fail(error, $"node {node} of {file} has no property {property}");
        }

        output.Write(DtsWriter.ValueText(value.Value) + "\n");
        return 0;
    }

    private static int Fail(TextWriter error, string problem)
    {
        error.WriteLine($"rk fdt: {problem}");
        return 2;
    }
}
