// One driver that rig.yaml can name.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets.Settings;

/// <summary>A driver's name and keys.</summary>
/// <param name="Name">As written after <c>driver:</c>.</param>
/// <param name="Help">One line about it.</param>
/// <param name="Proof">What it was tested against; an untested driver says "needs silicon".</param>
/// <param name="Keys">Its keys, without <c>driver</c>.</param>
public sealed record DriverSchema(string Name, string Help, string Proof, IReadOnlyList<DriverKey> Keys);
