// From the device tree to handles: which device is whose, and exactly its registers and its interrupt.

using System;
using System.Collections.Generic;
using RustKernel.DeviceTree;
using RustKernel.User;

namespace RustKernel.Services.DeviceManager;

/// <summary>The service <c>devices</c>. What it hands out it does not keep: a driver that ends gives its device back by ending.</summary>
internal sealed class DeviceService : Service
{
    private const int CompatibleBytes = 24;
    private readonly MappedMemory _memory;
    private readonly int _offset;
    private readonly List<Manifest> _manifests = BootArchive.Manifests();
    private readonly Dictionary<ulong, int> _owners = new();
    private readonly DeviceWindows _windows = new();
    private List<DeviceEntry>? _entries;

    internal DeviceService(MappedMemory memory, int offset)
    {
        _memory = memory;
        _offset = offset;
    }

    /// <inheritdoc/>
    protected override bool OnCall(uint operation, ulong badge, ref Message message) => (DeviceOperation)operation switch
    {
        DeviceOperation.Claim => Claim((int)badge - 1, ref message),
        DeviceOperation.List => List(ref message),
        _ => Answer(ref message, ErrorCode.NotSupported),
    };

    private DeviceTreeBlob Tree()
    {
        _ = DeviceTreeBlob.Open(_memory.Bytes.Slice(_offset), out DeviceTreeBlob tree);
        return tree;
    }

    private bool Claim(int client, ref Message message)
    {
        if (client < 0 || client >= _manifests.Count)
        {
            return Answer(ref message, ErrorCode.AccessDenied);
        }

        DeviceTreeBlob tree = Tree();
        string[] names = _manifests[client].Drives;
        ulong wanted = message.Words[0];

        // The console's device first, then the others in the tree's order.
        DeviceTreeNode console = tree.Chosen.Console.Node;
        bool hasConsole = console.Exists && Match(console, names) is not null;
        if (hasConsole && wanted == 0)
        {
            return Hand(console, client, ref message);
        }

        ulong seen = hasConsole ? 1ul : 0;
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (Match(node, names) is not null && !(hasConsole && node.IsSame(console)) && seen++ == wanted)
            {
                return Hand(node, client, ref message);
            }
        }

        return Answer(ref message, ErrorCode.NotFound);
    }

    // The name that a manifest and a device have in common; null when there is none.
    private static string? Match(DeviceTreeNode node, string[] names)
    {
        DeviceTreeProperty compatible = node.Property("compatible"u8);
        if (compatible.Exists && node.IsEnabled)
        {
            foreach (string wanted in names)
            {
                foreach (ReadOnlySpan<byte> name in compatible.Strings)
                {
                    if (MessageText.ToText(name) == wanted)
                    {
                        return wanted;
                    }
                }
            }
        }

        return null;
    }

    private bool Hand(DeviceTreeNode node, int client, ref Message message)
    {
        Result<AddressRange> registers = node.Register(0);
        if (!registers.IsOk)
        {
            return Answer(ref message, registers.Error);
        }

        ulong start = DeviceWindows.Start(registers.Value.Start);
        ulong bytes = DeviceWindows.Bytes(registers.Value.Start, registers.Value.SizeBytes);
        ErrorCode error = Kernel.Call(SystemCall.DeviceMemoryCreate, out ulong memory, Own.Machine, start, bytes);
        if (error != ErrorCode.None)
        {
            Explain(node, client, start, bytes, error);
            return Answer(ref message, error);
        }

        uint intid = InterruptOf(node, out bool isEdge);
        ulong interrupt = 0;
        if (intid != 0)
        {
            error = Kernel.Call(SystemCall.InterruptCreate, out interrupt, Own.Machine, intid | (isEdge ? 1ul << 31 : 0));
        }

        if (error != ErrorCode.None)
        {
            _ = Kernel.Call(SystemCall.HandleClose, memory);
            return Answer(ref message, error);
        }

        _owners[registers.Value.Start] = client;
        _windows.Note(start, bytes, client);
        message.Words[0] = registers.Value.Start - start;
        message.Words[1] = registers.Value.SizeBytes;
        message.Words[2] = intid;
        message.Words[3] = 0;
        PutText(ref message, ClaimedDevice.NameWord, Match(node, _manifests[client].Drives) ?? "", ClaimedDevice.NameBytes);
        message.Handles01 = memory | (interrupt << 32);
        return Answer(ref message, ErrorCode.None, 8, interrupt == 0 ? 1u : 2);
    }

    // At most so many bytes, the rest of them zero.
    private static void PutText(ref Message message, int firstWord, string text, int bytes)
    {
        Span<byte> padded = stackalloc byte[bytes];
        for (int i = 0; i < text.Length && i < bytes; i++)
        {
            padded[i] = (byte)text[i];
        }

        _ = MessageText.Put(ref message, firstWord, padded);
    }

    // The kernel knows whether a window is still somebody's; this one knows whose.
    private void Explain(DeviceTreeNode node, int client, ulong start, ulong bytes, ErrorCode error)
    {
        if (error == ErrorCode.AlreadyExists)
        {
            int owner = _windows.Owner(start, bytes);
            string taken = owner < 0 ? "taken since before this start" : $"{_manifests[owner].Name}'s";
            Console.WriteLine(
                $"devices: {MessageText.ToText(node.Name)} is not for {_manifests[client].Name}: the page at 0x{start:x} is {taken}; "
                    + $"registers go out in whole pages, each to one owner");
        }
    }

    private static uint InterruptOf(DeviceTreeNode node, out bool isEdge)
    {
        isEdge = false;
        if (node.InterruptCount == 0 || node.Interrupt(0, out DeviceTreeInterrupt interrupt) != ErrorCode.None)
        {
            return 0;
        }

        Result<GicInterrupt> gic = GicInterrupt.Decode(interrupt.Specifier);
        isEdge = gic.Value.IsEdge;
        return gic.IsOk ? gic.Value.Intid : 0;
    }

    private bool List(ref Message message)
    {
        _entries ??= ReadAll();
        if (message.Words[0] >= (ulong)_entries.Count)
        {
            return Answer(ref message, ErrorCode.NotFound);
        }

        DeviceEntry entry = _entries[(int)message.Words[0]];
        MessageText.PutName(ref message, 0, entry.Name);
        PutText(ref message, 2, entry.Compatible, CompatibleBytes);
        message.Words[5] = entry.Address;
        message.Words[6] = entry.Bytes;
        message.Words[7] = entry.Intid | (_owners.TryGetValue(entry.Address, out int owner) ? (ulong)(owner + 1) << 32 : 0);
        return Answer(ref message, ErrorCode.None, 8);
    }

    private List<DeviceEntry> ReadAll()
    {
        List<DeviceEntry> entries = new();
        foreach (DeviceTreeNode node in Tree().Nodes)
        {
            DeviceTreeStrings compatible = node.Property("compatible"u8).Strings;
            Result<AddressRange> registers = node.Register(0);
            if (compatible.MoveNext() && registers.IsOk && node.IsEnabled)
            {
                entries.Add(new DeviceEntry(
                    MessageText.ToText(node.BaseName),
                    MessageText.ToText(compatible.Current),
                    registers.Value.Start,
                    registers.Value.SizeBytes,
                    InterruptOf(node, out _)));
            }
        }

        return entries;
    }
}
