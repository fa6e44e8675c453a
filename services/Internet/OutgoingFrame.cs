namespace RustKernel.Services.Internet;

/// <summary>A frame that <see cref="InternetStack.Transmit"/> wrote, as the driver needs to know it.</summary>
/// <param name="Length">Its bytes, at least 60; 0: there is nothing to send.</param>
/// <param name="ChecksumStart">
/// Where the device's sum begins; 0: every checksum is complete. Otherwise the field holds the pseudo header's sum.
/// </param>
/// <param name="ChecksumOffset">Where the checksum goes, counted from <paramref name="ChecksumStart"/>.</param>
public readonly record struct OutgoingFrame(int Length, int ChecksumStart, int ChecksumOffset);
