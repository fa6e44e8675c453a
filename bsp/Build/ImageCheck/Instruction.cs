// One line of disassembly.

namespace RustKernel.Build.ImageCheck;

/// <summary>An instruction at its link address; <paramref name="Text"/> is mnemonic, a tab, operands.</summary>
public readonly record struct Instruction(ulong Address, string Text);
