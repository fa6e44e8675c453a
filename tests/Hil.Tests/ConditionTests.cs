using System;
using System.Diagnostics;
using System.Text;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Hil.Tests;

public class ConditionTests
{
    private static readonly Deadlines s_deadlines = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(120));

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static TestConditions Conditions(long outputLimitBytes = 1000) => new(s_deadlines, outputLimitBytes);

    [Fact]
    public void A_machine_without_a_byte_gets_the_first_byte_deadline()
    {
        TestConditions conditions = Conditions();
        Assert.False(conditions.Decide(new Story("boot").Observe(), At(9.9)).IsEnd);
        Assert.Equal("first-byte", conditions.Decide(new Story("boot").Observe(), At(10)).LimitName);
    }

    [Fact]
    public void Silence_counts_from_the_last_byte()
    {
        TestConditions conditions = Conditions();
        Story story = new Story("boot").Receives("hello\n");
        Assert.False(conditions.Decide(story.Observe(), At(20)).IsEnd);
        story.Receives("x");
        Assert.False(conditions.Decide(story.Observe(), At(45)).IsEnd);
        Assert.False(conditions.Decide(story.Observe(), At(74)).IsEnd);
        Assert.Equal("silence", conditions.Decide(story.Observe(), At(75)).LimitName);
    }

    [Fact]
    public void A_machine_that_talks_on_gets_the_total_deadline_and_one_that_floods_the_output_limit()
    {
        Story story = new Story("boot").Receives("hello\n");
        Assert.Equal("total", Conditions().Decide(story.Observe(), At(120)).LimitName);
        Assert.Equal("output", Conditions(5).Decide(story.Observe(), At(1)).LimitName);
    }

    [Fact]
    public void A_finished_machine_gets_time_to_switch_itself_off()
    {
        TestConditions conditions = Conditions(10000);
        Story story = new Story("boot", "lang").Receives(Document.Good().Bytes());
        Assert.False(conditions.Decide(story.Observe(), At(119)).IsEnd);
        Assert.False(conditions.Decide(story.Observe(), At(128)).IsEnd);
        Assert.Equal("power-off", conditions.Decide(story.Observe(), At(129)).LimitName);
        Assert.True(conditions.Decide(story.PowersOff().Observe(), At(120)).IsEnd);
    }

    [Fact]
    public void A_panic_is_waited_out_for_a_while()
    {
        TestConditions conditions = Conditions();
        Story story = new Story("boot").Receives("PANIC: x\n");
        Assert.False(conditions.Decide(story.Observe(), At(1)).IsEnd);
        Assert.False(conditions.Decide(story.Observe(), At(3.9)).IsEnd);
        Assert.True(conditions.Decide(story.Observe(), At(4)).IsEnd);
        story.Receives("# panic end\n");
        Assert.False(conditions.Decide(story.Observe(), At(5)).IsEnd);
        Assert.True(conditions.Decide(story.Observe(), At(6)).IsEnd);
    }

    [Fact]
    public void A_shell_s_prompt_ends_the_wait_and_a_booted_kernel_gets_time_to_show_it()
    {
        InteractiveConditions conditions = new(s_deadlines, isPerson: false);
        string boot = string.Concat(System.Linq.Enumerable.Select(RustKernel.Hil.Protocols.BootStage.All, stage => stage.Prefix + "\n"));
        Story story = new Story().Receives(boot);
        Assert.False(conditions.Decide(story.Observe(), At(1), inputEnded: true).IsEnd);
        Assert.False(conditions.Decide(story.Observe(), At(5.5), inputEnded: true).IsEnd);
        Assert.False(conditions.HasSettled);
        story.Receives("\rrk> \e[K");
        Assert.False(conditions.Decide(story.Observe(), At(5.6), inputEnded: true).IsEnd);
        Assert.True(conditions.HasSettled);
        Assert.True(conditions.Decide(story.Observe(), At(6.7), inputEnded: true).IsEnd);

        // A command that computes: silence is not the end.
        conditions.NoteInput(At(6.7));
        story.Receives("sort\r\n");
        Assert.False(conditions.Decide(story.Observe(), At(7), inputEnded: true).IsEnd);
        Assert.False(conditions.Decide(story.Observe(), At(36), inputEnded: true).IsEnd);
        Assert.True(conditions.Decide(story.Observe(), At(37.1), inputEnded: true).IsEnd);

        // A command that is typed but not entered does not compute.
        story.Receives("\rrk> \e[Ksort");
        Assert.False(conditions.Decide(story.Observe(), At(40), inputEnded: true).IsEnd);
        Assert.False(conditions.Decide(story.Observe(), At(41.5), inputEnded: true).IsEnd);
        Assert.True(conditions.Decide(story.Observe(), At(42.1), inputEnded: true).IsEnd);
    }

    [Fact]
    public void A_script_s_run_ends_when_its_input_has_ended_and_the_machine_is_quiet()
    {
        InteractiveConditions conditions = new(s_deadlines, isPerson: false);
        Story story = new Story().Receives("hello\n");
        Assert.False(conditions.Decide(story.Observe(), At(1), inputEnded: true).IsEnd);
        Assert.False(conditions.HasSettled);
        Assert.False(conditions.Decide(story.Observe(), At(2), inputEnded: false).IsEnd);
        Assert.True(conditions.HasSettled);
        conditions.NoteInput(At(2));
        Assert.False(conditions.Decide(story.Observe(), At(3), inputEnded: true).IsEnd);
        Assert.True(conditions.Decide(story.Observe(), At(4), inputEnded: true).IsEnd);
        Assert.Equal(
            "first-byte",
            new InteractiveConditions(s_deadlines, isPerson: false).Decide(new Story().Observe(), At(10), inputEnded: true).LimitName);
    }

    [Fact]
    public void A_person_s_run_ends_only_when_the_person_leaves()
    {
        InteractiveConditions conditions = new(s_deadlines, isPerson: true);
        Story story = new Story().Receives("hello\n");
        Assert.False(conditions.Decide(story.Observe(), At(100000), inputEnded: false).IsEnd);
        Assert.True(conditions.Decide(story.Observe(), At(100001), inputEnded: true).IsEnd);
    }

    [Fact]
    public void Machine_time_leaves_the_host_s_waiting_out_but_not_without_bound()
    {
        // One clock starts before the two, one after: a host that stalls in between moves no bound.
        Stopwatch longest = Stopwatch.StartNew();
        MachineClock idle = new(() => TimeSpan.Zero);
        MachineClock starved = new(Growing());
        Stopwatch wall = Stopwatch.StartNew();
        while (wall.ElapsedMilliseconds < 120)
        {
            System.Threading.Thread.Yield();
        }

        Assert.True(idle.Now >= TimeSpan.FromMilliseconds(120));
        Assert.InRange(starved.Now, TimeSpan.FromMilliseconds(24), longest.Elapsed / (MachineClock.MaximumStretch - 1));

        static Func<TimeSpan> Growing()
        {
            int calls = 0;
            return () => TimeSpan.FromHours(calls++);
        }
    }

    [Theory]
    [InlineData("abc", "abc", false)]
    [InlineData("ab\u0001xcd", "ab", true)]
    [InlineData("ab\u0001Xcd", "ab", true)]
    [InlineData("a\u0001\u0001b", "a\u0001b", false)]
    [InlineData("a\u0001qb", "ab", false)]
    [InlineData("x\u0001", "x", false)]
    public void Control_A_is_taken_out_of_a_person_s_keys(string keys, string kept, bool leaves)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(keys);
        int count = new KeyFilter().Filter(bytes, out bool left);
        Assert.Equal((kept, leaves), (Encoding.ASCII.GetString(bytes, 0, count), left));
    }

    [Fact]
    public void Control_A_and_X_may_come_apart()
    {
        KeyFilter filter = new();
        filter.Filter([1], out bool left);
        Assert.False(left);
        filter.Filter([(byte)'x'], out left);
        Assert.True(left);
    }
}
