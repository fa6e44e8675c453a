// Packages that many programs have, each used for what it is for.

internal static class ToolboxProgram
{
    internal static async Task Main()
    {
        Texts.Json();
        Texts.Pages();
        Texts.Settings();
        Texts.Expressions();
        Texts.Lists();
        Rules.Validation();
        Rules.States();
        Rules.Choices();
        Rules.Sequences();
        await Rules.Retries();
        Octets.Records();
        Octets.Archives();
        Octets.Codes();
    }
}
