// The client, with the argument client; otherwise the server.

internal static class OutsideProgram
{
    internal static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["client"])
        {
            return ServerProgram.Main(arguments);
        }

        await ClientProgram.Main();
        return 0;
    }
}
