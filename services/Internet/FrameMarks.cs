// What a driver knows of a frame's checksum.

using System;

namespace RustKernel.Services.Internet;

/// <summary>What the device said of a received frame.</summary>
[Flags]
public enum FrameMarks
{
    /// <summary>Nothing: every checksum is verified.</summary>
    None = 0,

    /// <summary>The device verified the transport's checksum.</summary>
    ChecksumValid = 1,

    /// <summary>The transport's field holds the sum of the pseudo header alone: the frame never was on a wire. [VIRTIO 5.1.6.4]</summary>
    ChecksumPartial = 2,
}
