using System;

namespace RustKernel.Services.Internet;

/// <summary>What the driver knows of a received frame's checksum.</summary>
[Flags]
public enum FrameMarks
{
    /// <summary>Nothing: the stack verifies every checksum.</summary>
    None = 0,

    /// <summary>The device verified the transport's checksum.</summary>
    ChecksumValid = 1,

    /// <summary>The transport's field holds only the sum of the pseudo header: the frame was never on a wire. [VIRTIO 5.1.6.4]</summary>
    ChecksumPartial = 2,
}
