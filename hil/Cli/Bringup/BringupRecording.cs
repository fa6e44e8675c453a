// The recordings of one start of a board.

using System;
using System.Collections.Generic;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Bringup;

/// <summary>The recordings.</summary>
/// <param name="Uart">The serial line, bytes as characters.</param>
/// <param name="Requests">The files asked for over TFTP, in order, each with its verdict.</param>
/// <param name="Discovers">What DHCP showed about the board.</param>
/// <param name="Day">When.</param>
/// <param name="Verdict">What the machine did wrong, or nothing.</param>
internal sealed record BringupRecording(string Uart, IReadOnlyList<string> Requests, string Discovers, DateTime Day, Verdict Verdict);
