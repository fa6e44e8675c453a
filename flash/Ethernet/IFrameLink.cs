// The cable.

using System;

namespace RustKernel.Flash.Ethernet;

/// <summary>Sends Ethernet frames, without their checksum.</summary>
public interface IFrameLink
{
    /// <summary>Sends one frame. It may get lost; it never waits.</summary>
    void Send(ReadOnlySpan<byte> frame);
}
