// What DeviceManager does for clients. Labels of messages.

namespace RustKernel.Services;

/// <summary>Operations of DeviceManager.</summary>
public enum DeviceOperation : uint
{
    /// <summary>
    /// Word 0: which of the devices that the caller's manifest says it drives; the console's comes first. Answer, words:
    /// offset of the registers in the memory, their bytes, INTID (0: none), a word that is 0, then the name in <c>drives=</c>
    /// that matched (4 words, the rest of them zero); handles: memory, interrupt. The memory is whole pages, so it may hold
    /// other devices' registers, too. NotFound; AlreadyExists: somebody has the device, or another one in its page; the log
    /// names both.
    /// </summary>
    Claim = 1,

    /// <summary>
    /// Word 0: number of a device. Answer, words: name (2), compatible (3), address, bytes, INTID in the
    /// low and number of the claiming service plus one in the high half. NotFound.
    /// </summary>
    List = 2,
}
