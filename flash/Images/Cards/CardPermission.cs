// Advice for a user who may not write a card.

namespace RustKernel.Flash.Images.Cards;

/// <summary>Words the two ways out: once as root, or a rule that gives this reader to the user at the machine.</summary>
public static class CardPermission
{
    private const string RulesFile = "/etc/udev/rules.d/70-rustkernel-cards.rules";

    /// <summary>The advice for <paramref name="card"/>; <paramref name="command"/> is the command that failed.</summary>
    public static string Advice(Card card, string command)
        => $"no permission to write {card.Path}. Once: sudo {command}\n"
            + $"For good: echo '{Rule(card)}' | sudo tee {RulesFile}, then sudo udevadm control --reload and put the card in again";

    /// <summary>The udev rule: a USB reader by its identity, any other card by the kernel's name for such cards.</summary>
    public static string Rule(Card card)
    {
        string[] identity = card.UsbIdentity.Split(':');
        string match = identity.Length == 2 && identity[0].Length > 0
            ? $"SUBSYSTEMS==\"usb\", ATTRS{{idVendor}}==\"{identity[0]}\", ATTRS{{idProduct}}==\"{identity[1]}\""
            : card.Bus == "mmc" ? "KERNEL==\"mmcblk[0-9]*\", ATTRS{type}==\"SD\"" : $"KERNEL==\"{card.Name}\"";
        return $"SUBSYSTEM==\"block\", {match}, TAG+=\"uaccess\"";
    }
}
