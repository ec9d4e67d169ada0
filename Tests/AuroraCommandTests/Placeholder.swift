// Tests come with the options.
