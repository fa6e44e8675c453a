// How rk says how long a step still takes.

using System;
using RustKernel.Hil.Cli;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

public sealed class StepTimesTests
{
    [Theory]
    [InlineData(12, 42.0, "12 s, about 30 s left")]
    [InlineData(12, null, "12 s")]
    [InlineData(50, 42.0, "50 s")]
    [InlineData(41.5, 42.0, "42 s")]
    [InlineData(130, 500.0, "2 min 10 s, about 6 min 10 s left")]
    public void A_line_has_the_time_and_what_is_left(double elapsed, double? usual, string line)
        => Assert.Equal(line, StepTimes.Line(TimeSpan.FromSeconds(elapsed), usual));
}
