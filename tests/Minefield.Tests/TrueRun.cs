// A run before anything damages it.

namespace RustKernel.Minefield.Tests;

/// <summary>One run.</summary>
/// <param name="Name">What happens in it.</param>
/// <param name="Truth">What it is.</param>
/// <param name="Said">What the machine sends.</param>
/// <param name="IsBoard">True for a real board, false for an emulator, which switches off after a good run.</param>
/// <param name="SwitchesOff">True when the machine comes to its end and switches itself off.</param>
internal sealed record TrueRun(string Name, Truth Truth, Transcript Said, bool IsBoard, bool SwitchesOff);
