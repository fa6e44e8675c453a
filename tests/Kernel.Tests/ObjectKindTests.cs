// Lists of all kinds of objects, compared with the existing kinds.

using System;
using System.Linq;
using Xunit;

namespace RustKernel.Kernel.Tests;

public sealed class ObjectKindTests
{
    [Fact]
    public void All_kinds_are_those_of_the_enumeration()
    {
        ulong all = Enum.GetValues<ObjectKind>()
            .Where(kind => kind != ObjectKind.None)
            .Aggregate(0ul, (bits, kind) => bits | (1ul << (int)kind));
        Assert.Equal(ObjectKinds.All, all);
    }
}
