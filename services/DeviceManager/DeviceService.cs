// From the device tree to handles: who may have which device, with exactly its registers, its interrupt and its memory.

using System;
using System.Collections.Generic;
using RustKernel.DeviceTree;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.DeviceManager;

/// <summary>
/// The service <c>devices</c>. It does not keep the registers and interrupts that it hands out: a driver gives its device back by ending.
/// It keeps the memory that a device may write to (<see cref="DmaPieces"/>).
/// </summary>
internal sealed class DeviceService : Service, IDevices
{
    // As in the interface ([AtMost]).
    private const int NameBytes = 40;
    private const int ListedNameBytes = 16;
    private const int ListedCompatibleBytes = 24;
    private const uint EdgeBit = 1u << 31;

    // The vault's record of the devices at the places for virtio devices: a byte for each, in the tree's order.
    private const ulong PlacesKey = ulong.MaxValue;
    private readonly MappedMemory _memory;
    private readonly int _offset;
    private readonly ManifestList _manifests = BootArchive.Manifests();
    private readonly Dictionary<ulong, int> _owners = new();
    private readonly DeviceWindows _windows = new();
    private readonly Vault _vault;
    private readonly DmaPieces _pieces;
    private List<DeviceDescription>? _entries;
    private readonly PlaceTable _places = new();
    private bool _arePlacesKept;
    private bool _arePlacesKnown;

    internal DeviceService(MappedMemory memory, int offset, Vault vault)
    {
        _memory = memory;
        _offset = offset;
        _vault = vault;
        List<VaultRecord> records = vault.ReadAll();
        _pieces = new DmaPieces(vault, records);
        foreach (VaultRecord record in records)
        {
            if (record.Key == PlacesKey)
            {
                _places = new PlaceTable(record.Read().ReadBytes());
                _arePlacesKept = true;
            }
        }

        WallClock.Set(Tree());
        Serve(new DevicesDispatcher(this));
    }

    /// <inheritdoc/>
    public ErrorCode Claim(uint number, out DeviceClaim claim, out Handle<Memory> memory)
    {
        memory = default;
        claim = default;
        ErrorCode error = Find(number, out DeviceTreeNode node, out string name);
        return error == ErrorCode.None ? Hand(node, name, out claim, out memory) : error;
    }

    /// <inheritdoc/>
    public ErrorCode Inspect(uint number, out DeviceClaim claim)
    {
        claim = default;
        ErrorCode error = Find(number, out DeviceTreeNode node, out string name);
        Result<AddressRange> registers = error == ErrorCode.None ? node.Register(0) : error;
        if (registers.IsOk)
        {
            Describe(node, name, registers.Value, out claim);
        }

        return registers.Error;
    }

    /// <inheritdoc/>
    public ErrorCode ClaimMemory(uint number, ushort slot, ulong bytes, out Handle<Memory> memory, out ulong deviceAddress)
    {
        memory = default;
        deviceAddress = 0;
        ErrorCode error = Find(number, out DeviceTreeNode node, out _);
        Result<AddressRange> registers = error == ErrorCode.None ? node.Register(0) : error;
        Result<DmaReach> reach = registers.IsOk ? node.DmaReach : registers.Error;
        return reach.IsOk
            ? _pieces.Take(
                registers.Value.Start, slot, bytes, Client, _manifests[Client].Dma, reach.Value, out memory, out deviceAddress)
            : reach.Error;
    }

    /// <inheritdoc/>
    public ErrorCode ClaimInterrupt(uint number, out Handle<Interrupt> interrupt)
    {
        interrupt = default;
        ErrorCode error = Find(number, out DeviceTreeNode node, out _);
        uint intid = error == ErrorCode.None ? InterruptOf(node, out bool isEdge) | (isEdge ? EdgeBit : 0) : 0;
        if (intid == 0)
        {
            return ErrorCode.NotFound;
        }

        error = Kernel.InterruptCreate(Own.Machine, new InterruptLine(intid), out interrupt);
        if (error == ErrorCode.None && node.Register(0) is { IsOk: true } registers)
        {
            // A driver of two devices in one page claims the page once.
            _owners[registers.Value.Start] = Client;
        }

        return error;
    }

    /// <inheritdoc/>
    public ErrorCode List(uint number, out DeviceDescription device)
    {
        _entries ??= ReadAll();
        device = default;
        if (number >= (uint)_entries.Count)
        {
            return ErrorCode.NotFound;
        }

        device = _entries[(int)number];
        device.Driver = (sbyte)(_owners.TryGetValue(device.Address, out int owner) ? owner : -1);
        return ErrorCode.None;
    }

    private DeviceTreeBlob Tree()
    {
        _ = DeviceTreeBlob.Open(_memory.Bytes.Slice(_offset), out DeviceTreeBlob tree);
        return tree;
    }

    // The caller's device number `wanted`: the console's first, then the others in the tree's order.
    private ErrorCode Find(uint wanted, out DeviceTreeNode found, out string name)
    {
        found = default;
        name = "";
        if (Client < 0 || Client >= _manifests.Count)
        {
            return ErrorCode.AccessDenied;
        }

        DeviceTreeBlob tree = Tree();
        string[] names = _manifests[Client].Drives;
        DeviceTreeNode console = ConsoleOf(tree);
        uint seen = 0;
        int place = 0;
        if (VirtioPlaces.AreWanted(names))
        {
            AskPlaces();
        }

        if (console.Exists && Match(console, names) is string ofConsole && seen++ == wanted)
        {
            found = console;
            name = ofConsole;
            return ErrorCode.None;
        }

        foreach (DeviceTreeNode node in tree.Nodes)
        {
            bool isOther = !(console.Exists && node.IsSame(console));
            if (isOther && Match(node, names) is string match && seen++ == wanted)
            {
                found = node;
                name = match;
                return ErrorCode.None;
            }

            if (VirtioPlaces.IsPlace(node) && MatchPlace(place++, names) is string device && seen++ == wanted)
            {
                found = node;
                name = device;
                return ErrorCode.None;
            }
        }

        return ErrorCode.NotFound;
    }

    // The kernel's choice: it may differ from stdout-path and from the command line.
    private static DeviceTreeNode ConsoleOf(DeviceTreeBlob tree)
    {
        ulong address = Kernel.SystemInfo(SystemItem.ConsoleAddress);
        DeviceTreeNode console = tree.Chosen.Console.Node;
        if (address == 0 || (console.Exists && console.Register(0).Value.Start == address))
        {
            return console;
        }

        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (node.Property("reg"u8).Exists && node.Register(0) is { IsOk: true } registers && registers.Value.Start == address)
            {
                return node;
            }
        }

        return console;
    }

    // The name that a manifest shares with the device at a place.
    private string? MatchPlace(int place, string[] names)
    {
        uint number = _places.DeviceAt(place);
        string name = number == 0 ? "" : VirtioPlaces.NameOf(number);
        return number != 0 && Manifest.Has(names, name) ? name : null;
    }

    // Asks each place until it has answered: later a driver may have the page, and the device does not change.
    private void AskPlaces()
    {
        if (_arePlacesKnown)
        {
            return;
        }

        _arePlacesKnown = true;
        bool isNew = false;
        int place = 0;
        using (VirtioPlaces asked = new())
        {
            foreach (DeviceTreeNode node in Tree().Nodes)
            {
                if (VirtioPlaces.IsPlace(node))
                {
                    if (!_places.IsKnown(place))
                    {
                        _places.Note(place, node.IsEnabled ? asked.Identify(node) : ErrorCode.NotFound);
                        isNew |= _places.IsKnown(place);
                    }

                    _arePlacesKnown &= _places.IsKnown(place);
                    place++;
                }
            }
        }

        if (isNew)
        {
            KeepPlaces();
        }
    }

    private void KeepPlaces()
    {
        Payload data = VaultRecord.Begin(PlacesKey);
        data.Write(_places.Bytes);
        VaultRecord record = new(data, default);
        if (_arePlacesKept)
        {
            _vault.Update(in record);
            return;
        }

        ErrorCode error = _vault.Add(in record);
        _arePlacesKept = error == ErrorCode.None;
        if (!_arePlacesKept)
        {
            Console.WriteLine($"devices: what is at the places for virtio devices is not kept, error {(int)error}: a successor asks again");
        }
    }

    // The name that a manifest shares with a device; null if there is none.
    private static string? Match(DeviceTreeNode node, string[] names)
    {
        DeviceTreeProperty compatible = node.Property("compatible"u8);
        foreach (string wanted in names)
        {
            ReadOnlySpan<byte> name = DriverNames.Find(compatible, wanted);
            if (name.Length > 0)
            {
                return node.IsEnabled ? MessageText.ToText(name) : null;
            }
        }

        return null;
    }

    private ErrorCode Hand(DeviceTreeNode node, string name, out DeviceClaim claim, out Handle<Memory> memory)
    {
        claim = default;
        memory = default;
        Result<AddressRange> registers = node.Register(0);
        if (!registers.IsOk)
        {
            return registers.Error;
        }

        if (!DeviceWindows.IsSound(registers.Value.Start, registers.Value.SizeBytes))
        {
            return ErrorCode.InvalidArgument;
        }

        ulong start = DeviceWindows.Start(registers.Value.Start);
        ulong bytes = DeviceWindows.Bytes(registers.Value.Start, registers.Value.SizeBytes);
        ErrorCode error = Kernel.DeviceMemoryCreate(Own.Machine, start, bytes, out memory);
        if (error != ErrorCode.None)
        {
            Explain(node, Client, start, bytes, error);
            return error;
        }

        _owners[registers.Value.Start] = Client;
        _windows.Note(start, bytes, Client);
        Describe(node, name, registers.Value, out claim);
        return ErrorCode.None;
    }

    private static void Describe(DeviceTreeNode node, string name, AddressRange registers, out DeviceClaim claim)
    {
        claim = default;
        claim.Address = registers.Start;
        claim.Offset = registers.Start - DeviceWindows.Start(registers.Start);
        claim.Bytes = registers.SizeBytes;
        claim.HasInterrupt = InterruptOf(node, out _) != 0;
        claim.IsCoherent = IsCoherent(node);
        claim.FirstRegister = node.Property("reg-offset"u8).AsUInt32.Or(0);
        claim.RegisterShift = node.Property("reg-shift"u8).AsUInt32.Or(0);
        claim.AccessBytes = node.Property("reg-io-width"u8).AsUInt32.Or(1);
        claim.Name = Cut(name, NameBytes);
    }

    // The device, or the nearest of its buses that says either. [DT-SPEC, dma-coherent, dma-noncoherent]
    private static bool IsCoherent(DeviceTreeNode node)
    {
        for (DeviceTreeNode at = node; at.Exists; at = at.Parent)
        {
            if (at.Property("dma-coherent"u8).Exists || at.Property("dma-noncoherent"u8).Exists)
            {
                return at.Property("dma-coherent"u8).Exists;
            }
        }

        return false;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text.Substring(0, length);

    // The kernel knows whether a window is in use; this service knows by whom.
    private void Explain(DeviceTreeNode node, int client, ulong start, ulong bytes, ErrorCode error)
    {
        if (error == ErrorCode.AlreadyExists)
        {
            // A driver that asks again for its own page handles that itself.
            int owner = _windows.Owner(start, bytes);
            if (owner == client)
            {
                return;
            }

            string taken = owner < 0 ? "taken before this start" : $"{_manifests[owner].Name}'s";
            Console.WriteLine(
                $"devices: {MessageText.ToText(node.Name)} is not for {_manifests[client].Name}: "
                    + $"the page at 0x{MessageText.Hex(start)} is {taken}; a page has one owner");
        }
    }

    private static uint InterruptOf(DeviceTreeNode node, out bool isEdge)
    {
        isEdge = false;
        if (node.Interrupt(0, out DeviceTreeInterrupt interrupt) != ErrorCode.None)
        {
            return 0;
        }

        Result<GicInterrupt> gic = GicInterrupt.Decode(in interrupt);
        isEdge = gic.Value.IsEdge;
        return gic.IsOk ? gic.Value.Intid : 0;
    }

    private List<DeviceDescription> ReadAll()
    {
        List<DeviceDescription> entries = new();
        foreach (DeviceTreeNode node in Tree().Nodes)
        {
            DeviceTreeStrings compatible = node.Property("compatible"u8).Strings;
            Result<AddressRange> registers = node.Register(0);
            if (compatible.MoveNext() && registers.IsOk && node.IsEnabled)
            {
                entries.Add(new DeviceDescription
                {
                    Name = Cut(MessageText.ToText(node.BaseName), ListedNameBytes),
                    Compatible = Cut(MessageText.ToText(compatible.Current), ListedCompatibleBytes),
                    Address = registers.Value.Start,
                    Bytes = registers.Value.SizeBytes,
                    Intid = (ushort)InterruptOf(node, out _),
                });
            }
        }

        return entries;
    }
}
