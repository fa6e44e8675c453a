// What the rounds of a benchmark allocated.

using System.Runtime.CompilerServices;

namespace RustKernel.Suites.Benchmarks;

/// <summary>One physical address for each round of a measurement.</summary>
[InlineArray(Measurement.Rounds)]
internal struct KeptAddresses
{
    private PhysicalAddress _first;
}
