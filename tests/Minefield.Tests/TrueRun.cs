namespace RustKernel.Minefield.Tests;

/// <summary>One run before any damage.</summary>
/// <param name="Name">Its kind.</param>
/// <param name="Truth">The correct judgement.</param>
/// <param name="Said">The machine's output.</param>
/// <param name="IsBoard">True for a real board, false for an emulator, which switches off after a good run.</param>
/// <param name="SwitchesOff">True when the machine reaches its end and switches itself off.</param>
internal sealed record TrueRun(string Name, Truth Truth, Transcript Said, bool IsBoard, bool SwitchesOff);
