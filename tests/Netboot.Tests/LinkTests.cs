// A link that disappears and returns.

using System;
using System.Collections.Generic;
using System.Net;
using Xunit;

namespace RustKernel.Flash.Netboot.Tests;

public sealed class LinkTests
{
    private static readonly IPAddress s_address = IPAddress.Parse("10.0.0.1");
    private LinkStatus _now = new("eth1", 4, LinkCondition.Ready);

    [Fact]
    public void A_link_that_stays_is_not_spoken_of()
    {
        LinkWatch watch = Watch();
        Assert.Null(watch.Look());
        Assert.False(watch.NeedsSockets);
    }

    [Theory]
    [InlineData(LinkCondition.NoCarrier, "eth1 has no link", "eth1 has a link; boards are served")]
    [InlineData(LinkCondition.Down, "eth1 was switched off: ip link set eth1 up", "eth1 is back; boards are served again")]
    [InlineData(LinkCondition.NoAddress, "eth1 does not have 10.0.0.1 any more", "eth1 is back; boards are served again")]
    public void The_same_adapter_keeps_its_sockets(LinkCondition condition, string lost, string back)
    {
        LinkWatch watch = Watch();
        _now = _now with { Condition = condition };
        Assert.Contains(lost, watch.Look()!.Text, StringComparison.Ordinal);
        Assert.Null(watch.Look());
        _now = _now with { Condition = LinkCondition.Ready };
        Assert.Equal(back, watch.Look()!.Text);
        Assert.False(watch.NeedsSockets);
    }

    [Fact]
    public void Another_adapter_needs_sockets_once_it_is_ready()
    {
        LinkWatch watch = Watch();
        List<(string Text, bool NeedsSockets)> story = [];
        foreach (LinkStatus status in new LinkStatus[]
        {
            new("eth1", 0, LinkCondition.Gone), new(
                "eth1",
                9,
                LinkCondition.NoAddress), new("eth1", 9, LinkCondition.NoCarrier), new("eth1", 9, LinkCondition.Ready),
        })
        {
            _now = status;
            story.Add((watch.Look()!.Text.Split(':', ';')[0], watch.NeedsSockets));
        }

        Assert.Equal(
            [
                ("eth1 is gone", false),
                ("eth1 does not have 10.0.0.1 any more", false),
                ("eth1 has no link", false),
                ("eth1 is back as another adapter", true)
            ],
            story);
        watch.Bind();
        Assert.False(watch.NeedsSockets);
    }

    [Fact]
    public void An_adapter_replaced_between_two_looks_is_noticed_by_its_number_and_by_its_name()
    {
        LinkWatch watch = Watch();
        _now = _now with { Index = 5 };
        Assert.Contains("another adapter", watch.Look()!.Text, StringComparison.Ordinal);
        Assert.True(watch.NeedsSockets);
        watch.Bind();
        _now = new LinkStatus("eth2", 6, LinkCondition.Ready);
        Assert.Equal("10.0.0.1 is at eth2 now; boards are served there", watch.Look()!.Text);
        Assert.True(watch.NeedsSockets);
    }

    [Fact]
    public void The_system_is_asked_for_the_interface_that_has_an_address()
    {
        Assert.Equal(
            new LinkStatus("lo", InterfaceTable.IndexOf("lo"), LinkCondition.Ready),
            InterfaceTable.Look(IPAddress.Loopback, "eth9"));
        Assert.Equal(LinkCondition.NoAddress, InterfaceTable.Look(IPAddress.Parse("203.0.113.99"), "lo").Condition);
        Assert.Equal(new LinkStatus("nosuch0", 0, LinkCondition.Gone), InterfaceTable.Look(IPAddress.Parse("203.0.113.99"), "nosuch0"));
    }

    private LinkWatch Watch() => new("eth1", 4, s_address, _ => _now);
}
