// RuntimeLock's data of a thread, and the test's.

using System.Runtime.CompilerServices;

namespace RustKernel.Runtime;

internal struct ThreadBlock
{
    internal const int MaximumLocks = 4;

    internal PlaceTable LockPlaces;

    /// <summary>The test's number of the thread.</summary>
    internal int Number;

    [InlineArray(MaximumLocks)]
    internal struct PlaceTable
    {
        private LockPlace _first;
    }
}
