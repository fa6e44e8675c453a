// Packages that many programs use, each for its purpose.

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
