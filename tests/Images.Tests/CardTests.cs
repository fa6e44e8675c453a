// Which disks are offered, which refused, and why: on a simulated machine of files.

using System;
using System.IO;
using System.Linq;
using RustKernel.Flash.Images.Cards;
using Xunit;

namespace RustKernel.Flash.Images.Tests;

public sealed class CardTests : IDisposable
{
    private const long ImageBytes = 64L << 20;
    private const string Reader = "pci0000:00/0000:00:14.0/usb2/2-1";
    private readonly FakeSystem _system = new();

    public CardTests()
    {
        _system.Disk(
            "sda",
            "pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0",
            "8:0",
            500_000_000_000,
            false,
            ("device/vendor", "ATA"),
            ("device/model", "Disk 500"));
        _system.Partition("sda", "sda1", "8:1");
        _system.Partition("sda", "sda2", "8:2");
        _system.Mount("8:1", $"{_system.Dev}/sda1", "/");
        _system.UsbReader(Reader, "05e3", "0749");
        _system.Disk(
            "sdb",
            $"{Reader}/2-1:1.0/host6/target6:0:0/6:0:0:0",
            "8:16",
            31_914_983_424,
            true,
            ("device/vendor", "Generic"),
            ("device/model", "STORAGE DEVICE"));
        _system.Partition("sdb", "sdb1", "8:17");
        _system.Disk(
            "mmcblk0",
            "platform/mmc0/mmc_host/mmc0/mmc0:aaaa",
            "179:0",
            15_931_539_456,
            false,
            ("device/type", "SD"),
            ("device/name", "SC16G"));
        _system.Disk(
            "mmcblk1",
            "platform/mmc1/mmc_host/mmc1/mmc1:0001",
            "179:32",
            31_268_536_320,
            false,
            ("device/type", "MMC"),
            ("device/name", "eMMC"));
        _system.Disk(
            "sdc",
            $"{Reader}/2-1:1.0/host6/target6:0:0/6:0:0:1",
            "8:32",
            0,
            true,
            ("device/vendor", "Generic"),
            ("device/model", "MicroSD"));
        _system.Disk("zram0", "virtual", "253:0", 1_000_000, false);
    }

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Cards_are_listed_with_model_size_and_bus()
    {
        Card[] cards = [.. _system.List().All().Where(card => card.IsCandidate)];
        Assert.Equal(["mmcblk0", "sdb"], cards.Select(card => card.Name));
        Assert.Equal(
            ("Generic STORAGE DEVICE", 31_914_983_424, "usb", "05e3:0749"),
            (cards[1].Model, cards[1].Size, cards[1].Bus, cards[1].UsbIdentity));
        Assert.Equal(("SC16G", "mmc"), (cards[0].Model, cards[0].Bus));
        Assert.All(cards, card => Assert.Empty(CardRules.Check(card, ImageBytes)));
    }

    [Theory]
    [InlineData("sda", "holds the running system (/)", true)]
    [InlineData("sda", "is not removable (sata)", true)]
    [InlineData("mmcblk1", "is not removable (mmc)", true)]
    [InlineData("sdc", "has no medium in it", false)]
    [InlineData("zram0", "is too small: 999.9 kB, the image needs 67.1 MB", false)]
    public void What_is_no_card_is_refused_with_the_reason(string disk, string reason, bool canBeForced)
        => Assert.Contains(new CardObjection(reason, canBeForced), CardRules.Check(Find(disk), ImageBytes));

    [Fact]
    public void A_mounted_partition_is_named_with_the_way_out()
    {
        _system.Mount("8:17", "/dev/sdb1", "/media/me/my card");
        CardObjection objection = Assert.Single(CardRules.Check(Find("sdb"), ImageBytes));
        Assert.Equal(new CardObjection("is mounted at /media/me/my card: unmount it first (umount /media/me/my card)", true), objection);
    }

    [Fact]
    public void Btrfs_and_swap_are_found_by_their_source()
    {
        _system.Mount("0:34", $"{_system.Dev}/sdb1", "/home");
        Assert.Contains(CardRules.Check(Find("sdb"), ImageBytes), objection => objection.Text == "holds the running system (/home)");
        _system.Swap($"{_system.Dev}/mmcblk0");
        Assert.Contains(CardRules.Check(Find("mmcblk0"), ImageBytes), objection => objection.Text == "holds the running system (swap)");
    }

    [Fact]
    public void A_volume_on_the_card_counts_with_what_is_mounted_from_it()
    {
        _system.Disk("dm-0", "virtual", "254:0", 1_000_000, false);
        _system.Disk("dm-1", "virtual", "254:1", 1_000_000, false);
        _system.Holder("sdb/sdb1", "dm-0");
        _system.Holder("dm-0", "dm-1");
        _system.Mount("254:1", "/dev/mapper/root", "/");
        string[] reasons = [.. CardRules.Check(Find("sdb"), ImageBytes).Select(objection => objection.Text)];
        Assert.Equal(["holds the running system (/)", "is part of dm-0, dm-1"], reasons);
    }

    [Fact]
    public void A_card_too_large_to_be_one_or_locked_is_refused()
    {
        _system.Disk("sdd", $"{Reader}/2-1:1.0/host7/target7:0:0/7:0:0:0", "8:48", 4_000_000_000_000, true);
        _system.Disk("sde", $"{Reader}/2-1:1.0/host8/target8:0:0/8:0:0:0", "8:64", 8_000_000_000, true, ("ro", "1"));
        Assert.Equal([new CardObjection("is absurdly large for a card: 4 TB", true)], CardRules.Check(Find("sdd"), ImageBytes));
        Assert.Equal([new CardObjection("is read-only: look at the card's lock switch", false)], CardRules.Check(Find("sde"), ImageBytes));
    }

    [Fact]
    public void Partitions_links_and_what_is_no_disk()
    {
        File.CreateSymbolicLink(Path.Combine(_system.Dev, "card"), Path.Combine(_system.Dev, "sdb"));
        Assert.Equal("sdb", Find("card").Name);
        Assert.EndsWith(
            "is a partition: name the whole card, " + Path.Combine(_system.Dev, "sdb"),
            Refused("sdb1"),
            StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_system.Dev, "null"), "");
        Assert.EndsWith("is no disk", Refused("null"), StringComparison.Ordinal);
        Assert.EndsWith("does not exist: is the card in?", Refused("sdz"), StringComparison.Ordinal);
        Assert.True(_system.List().IsDevice(Path.Combine(_system.Dev, "card")));
        Assert.False(_system.List().IsDevice(Path.Combine(Path.GetTempPath(), "sdb")));
    }

    [Fact]
    public void Missing_permission_comes_with_a_rule_for_this_reader()
    {
        Assert.Equal(
            "SUBSYSTEM==\"block\", SUBSYSTEMS==\"usb\", ATTRS{idVendor}==\"05e3\", ATTRS{idProduct}==\"0749\", TAG+=\"uaccess\"",
            CardPermission.Rule(Find("sdb")));
        Assert.Contains("mmcblk[0-9]*", CardPermission.Rule(Find("mmcblk0")), StringComparison.Ordinal);
        Assert.Contains(
            "sudo ./rk flash sd rpi4 /dev/sdb",
            CardPermission.Advice(Find("sdb"), "./rk flash sd rpi4 /dev/sdb"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void This_machine_can_be_looked_at()
        => Assert.All(new CardList(SystemPaths.Machine).All(), card => Assert.NotEqual("", card.Name));

    private Card Find(string name) => _system.List().Find(Path.Combine(_system.Dev, name));

    private string Refused(string name) => Assert.Throws<ImageException>(() => Find(name)).Message;
}
