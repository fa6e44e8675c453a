// A reason not to write.

namespace RustKernel.Flash.Images.Cards;

/// <summary>Why a disk is not written to.</summary>
/// <param name="Text">For people, as the end of "/dev/sdb …".</param>
/// <param name="CanBeForced">False when it is impossible, not merely dangerous.</param>
public sealed record CardObjection(string Text, bool CanBeForced);
