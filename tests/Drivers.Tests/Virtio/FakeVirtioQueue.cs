using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Virtio;

/// <summary>A split queue in a fake device.</summary>
internal sealed class FakeVirtioQueue
{
    internal uint Size { get; set; }

    internal bool IsReady { get; set; }

    /// <summary>Lower and upper halves of the three rings' addresses.</summary>
    internal uint[] Addresses { get; } = new uint[6];

    /// <summary>Heads of the chains that the device has.</summary>
    internal List<ushort> Accepted { get; } = [];

    /// <summary>Entries of the available ring that it has taken.</summary>
    internal ushort Seen { get; set; }

    internal ushort UsedIndex { get; set; }

    /// <summary>The used index at its last interrupt.</summary>
    internal ushort Told { get; set; }

    internal ulong Descriptors => Addresses[0] | ((ulong)Addresses[1] << 32);

    internal ulong Available => Addresses[2] | ((ulong)Addresses[3] << 32);

    internal ulong Used => Addresses[4] | ((ulong)Addresses[5] << 32);
}
